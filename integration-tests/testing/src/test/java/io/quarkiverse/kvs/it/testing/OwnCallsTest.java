package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;

/** What the test module does between tests is not reported as slow, nor counted, as if the application had done it. */
@KvsTest
class OwnCallsTest {

    private final KvsTestServer kvs;
    private final KeyValueStore store;

    OwnCallsTest(KvsTestServer kvs, KeyValueStore store) {
        this.kvs = kvs;
        this.store = store;
    }

    @BeforeEach
    void everyCallIsSlow() {
        store.execute("CONFIG", "SET", "slowlog-log-slower-than", "0");
        store.execute("SLOWLOG", "RESET");
        store.execute("CONFIG", "RESETSTAT");
    }

    @AfterEach
    void asBefore() {
        store.execute("CONFIG", "SET", "slowlog-log-slower-than", "10000");
    }

    @Test
    void areNotSlow() {
        kvs.load("users.json");
        kvs.flush();
        kvs.reset();
        kvs.faults().dropConnections();
        assertThat(slow()).doesNotContain("Bulk[SET]", "Bulk[HSET]", "Bulk[FLUSHALL]", "Bulk[CLIENT]");
        assertThat(store.execute("INFO", "commandstats").asString()).doesNotContain("cmdstat_flushall", "cmdstat_client");
        store.execute("FLUSHALL");
        assertThat(slow()).contains("Bulk[FLUSHALL]");
        assertThat(store.execute("INFO", "commandstats").asString()).contains("cmdstat_flushall");
    }

    private String slow() {
        return store.execute("SLOWLOG", "GET", "-1").toString();
    }
}
