package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** Counts what clients call. */
@KvsTest
@Fixture("orders.redis")
class CallsTest {

    @Test
    void ofClientsAreCounted(KvsTestServer kvs, KeyValueStore store) {
        assertThat(kvs.totalCalls()).as("fixtures do not count").isZero();
        try (Jedis jedis = JedisConnection.to(kvs)) {
            jedis.ping();
            jedis.set("a", "1");
            jedis.get("a");
            jedis.get("b");
            jedis.configGet("timeout");
            jedis.configResetStat();
        }
        store.get("a");
        assertThat(kvs.calls("get")).isEqualTo(2);
        assertThat(kvs.calls("SET")).isEqualTo(1);
        assertThat(kvs.calls("DEL")).isZero();
        assertThat(kvs.calls("CONFIG")).isEqualTo(2);
        assertThat(kvs.calls("CONFIG GET")).isEqualTo(1);
        assertThat(kvs.calls("PING")).isEqualTo(1);
        assertThat(kvs.totalCalls()).as("without HELLO, PING and their like").isEqualTo(5);
        assertThatThrownBy(() -> kvs.calls("GTE")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thatWereQueuedAreCountedOnce(KvsTestServer kvs) {
        try (Jedis jedis = JedisConnection.to(kvs)) {
            Transaction transaction = jedis.multi();
            transaction.incr("n");
            transaction.exec();
        }
        assertThat(kvs.calls("INCR")).isEqualTo(1);
        assertThat(kvs.totalCalls()).as("with MULTI and EXEC").isEqualTo(3);
    }

    @Test
    void thatFailAreCounted(KvsTestServer kvs) {
        kvs.faults().fail("GET", "ERR no");
        try (Jedis jedis = JedisConnection.to(kvs)) {
            assertThatThrownBy(() -> jedis.get("a")).hasMessage("ERR no");
        }
        assertThat(kvs.calls("GET")).isEqualTo(1);
    }
}
