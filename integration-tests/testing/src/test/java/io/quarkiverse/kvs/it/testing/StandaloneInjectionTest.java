package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.Jedis;

/** Where the handle comes from without Quarkus. */
@KvsTest
class StandaloneInjectionTest {

    private final KvsTestServer kvs;

    StandaloneInjectionTest(KvsTestServer kvs) {
        this.kvs = kvs;
    }

    @Test
    void isTheSameEverywhere(KvsTestServer ofParameter, KvsServer server, KeyValueStore store) {
        assertThat(kvs).isSameAs(ofParameter);
        assertThat(kvs.port()).isEqualTo(server.port()).isPositive();
        try (Jedis jedis = new Jedis(kvs.host(), kvs.port())) {
            jedis.set("a", "1");
        }
        assertThat(store.get("a")).isEqualTo("1");
    }

    /** A server that a test has stopped listens again in the next one, on the same port. */
    @Test
    void isStartedAgain(KvsServer server) {
        int port = server.port();
        server.stop();
        kvs.reset();
        assertThat(server.state()).isEqualTo(KvsServer.State.LISTENING);
        assertThat(server.port()).isEqualTo(port);
    }
}
