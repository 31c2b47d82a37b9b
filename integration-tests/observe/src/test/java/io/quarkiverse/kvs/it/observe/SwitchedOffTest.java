package io.quarkiverse.kvs.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.quarkiverse.kvs.KvsServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import redis.clients.jedis.Jedis;

/** No meters and no spans, with all the extensions that they would need. */
@QuarkusTest
@TestProfile(SwitchedOffTest.Profile.class)
class SwitchedOffTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "off";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.kvs.metrics.enabled", "false");
        }
    }

    @Inject
    InMemorySpanExporter exporter;

    @Inject
    KvsServer server;

    @Test
    void nothingIsMeasuredAndNothingTraced() {
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.set("a", "1");
        }
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        assertThat(Scrape.now().text()).contains("jvm_memory").doesNotContain("kvs_");
    }
}
