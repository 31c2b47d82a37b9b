package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.test.QuarkusUnitTest;

/** Without any configuration, half of the heap is the application's own. */
class DefaultMaxMemoryTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication();

    @Inject
    KeyValueStore store;

    @Test
    void halfOfTheHeap() {
        long half = Runtime.getRuntime().maxMemory() / 100 * 50;
        assertThat(store.execute("INFO", "memory").asString()).contains("maxmemory:" + half + "\r\n")
                .contains("maxmemory_policy:noeviction\r\n");
    }
}
