package io.quarkiverse.kvs.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import redis.clients.jedis.Jedis;

/** What Prometheus gets to see of the files of a server that keeps its data. */
@QuarkusTest
@TestProfile(PersistenceMetricsTest.Profile.class)
class PersistenceMetricsTest {

    private static final String VALUE = "x".repeat(10_000);

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path directory = Files.createTempDirectory(Path.of("target"), "persistence");
                return Map.of("quarkus.kvs.persistence.append-only", "true", "quarkus.kvs.persistence.fsync", "always",
                        "quarkus.kvs.persistence.directory", directory.toAbsolutePath().toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    KvsServer server;

    @Test
    void theFilesAndTheirHealth() throws InterruptedException {
        long start = Instant.now().getEpochSecond();
        Scrape before = Scrape.now();
        assertThat(before.value("kvs_persistence_loaded")).isEqualTo(1);
        assertThat(before.value("kvs_persistence_aof_write_ok")).isEqualTo(1);
        assertThat(before.value("kvs_persistence_aof_rewrite_ok")).isEqualTo(1);
        assertThat(before.value("kvs_persistence_save_ok")).isEqualTo(1);
        assertThat(before.value("kvs_persistence_aof_sync_delayed_total")).isNotNegative();

        try (Jedis jedis = JedisConnection.to(server)) {
            for (int i = 0; i < 5; i++) {
                jedis.set("a", VALUE);
            }
            Scrape written = Scrape.now();
            assertThat(written.since(before, "kvs_persistence_aof_size_bytes")).isBetween(50_000.0, 51_000.0);
            assertThat(written.since(before, "kvs_persistence_save_changes")).isEqualTo(5);
            // A reply leaves only when what it says is on the disk.
            assertThat(written.value("kvs_persistence_aof_waiting_bytes")).isZero();
            assertThat(written.value("kvs_persistence_aof_sync_time_seconds")).isBetween(start - 1.0, start + 120.0);
            assertThat(written.value("kvs_persistence_aof_sync_duration_seconds")).isBetween(1e-9, 60.0);

            jedis.bgrewriteaof();
            Await.until("it is rewritten", () -> Scrape.now().value("kvs_persistence_aof_size_bytes") < 15_000);
            Await.until("that is noted", () -> Scrape.now().value("kvs_persistence_aof_rewrite_time_seconds") >= start);

            jedis.save();
            Scrape saved = Scrape.now();
            assertThat(saved.value("kvs_persistence_save_changes")).isZero();
            assertThat(saved.value("kvs_persistence_save_time_seconds")).isBetween(start - 1.0, start + 120.0);
        }
    }
}
