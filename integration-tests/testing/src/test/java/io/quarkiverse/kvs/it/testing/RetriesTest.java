package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisDataException;

/** Without Quarkus: a server is started for the tests, on any free port. */
@KvsTest
class RetriesTest {

    @Test
    void goesOnUntilRedisIsReady(KvsTestServer kvs) {
        kvs.faults().failNext(2, "GET", "LOADING Redis is loading the dataset in memory");
        try (JedisPooled jedis = new JedisPooled(kvs.host(), kvs.port())) {
            jedis.set("greeting", "hello");
            assertThat(getWithRetries(jedis, "greeting")).isEqualTo("hello");
        }
        assertThat(kvs.calls("GET")).isEqualTo(3);
    }

    private static String getWithRetries(JedisPooled jedis, String key) {
        for (int attempts = 1;; attempts++) {
            try {
                return jedis.get(key);
            } catch (JedisDataException e) {
                if (attempts == 5) {
                    throw e;
                }
            }
        }
    }
}
