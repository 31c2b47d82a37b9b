package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/** What is configured about memory, as the application and a client meet it. */
class MaxMemoryTest {

    private static final String MEGABYTE = "x".repeat(1024 * 1024);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.max-memory", "4M")
            .overrideRuntimeConfigKey("quarkus.kvs.max-memory-policy", "volatile-lru")
            .overrideRuntimeConfigKey("quarkus.kvs.max-memory-clients", "25%");

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @AfterEach
    void clear() {
        store.clear();
    }

    @Test
    void theParametersStartWithTheConfiguration() {
        assertThat(store.execute("CONFIG", "GET", "maxmemory").asMap().values().iterator().next().asString())
                .isEqualTo("4194304");
        assertThat(store.execute("CONFIG", "GET", "maxmemory-policy").asMap().values().iterator().next().asString())
                .isEqualTo("volatile-lru");
        assertThat(store.execute("CONFIG", "GET", "maxmemory-clients").asMap().values().iterator().next().asString())
                .isEqualTo("25%");
    }

    @Test
    void theApplicationIsRefused() {
        assertThatThrownBy(() -> fill(0)).isInstanceOf(KvsException.class)
                .hasMessage("OOM command not allowed when used memory > 'maxmemory'.");
        assertThat(store.get("key:0")).isEqualTo(MEGABYTE);
        store.delete("key:0");
        store.set("key:0", "short");
    }

    @Test
    void aClientIsRefused() {
        assertThatThrownBy(() -> fill(0)).isInstanceOf(KvsException.class);
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("SET", "a", "b")).contains("command not allowed when used memory > 'maxmemory'.");
            assertThat(client.call("DEL", "key:1")).isEqualTo("+OK");
            assertThat(client.call("SET", "a", "b")).isEqualTo("+OK");
        }
    }

    @Test
    void keysThatExpireAreEvicted() {
        store.set("kept", "without a time to live");
        fill(100);

        assertThat(store.size()).isBetween(2L, 6L);
        assertThat(store.exists("kept")).isTrue();
    }

    private void fill(int secondsToLive) {
        for (int i = 0; i < 10; i++) {
            if (secondsToLive == 0) {
                store.set("key:" + i, MEGABYTE);
            } else {
                store.set("key:" + i, MEGABYTE, Duration.ofSeconds(secondsToLive));
            }
        }
    }
}
