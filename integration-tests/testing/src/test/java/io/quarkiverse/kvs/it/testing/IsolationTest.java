package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.RepeatedTest;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;

/** Each of these would notice what the one before it has left behind, in an application that they share. */
@QuarkusTest
@KvsTest
class IsolationTest {

    @Inject
    KvsTestServer kvs;

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @RepeatedTest(2)
    void keysAreGone() {
        redis.withConnection(connection -> {
            for (int database = 0; database < 2; database++) {
                connection.select(database);
                assertThat(connection.key().keys("*")).isEmpty();
                connection.value(String.class).set("left", "behind");
            }
            connection.select(0);
        });
    }

    @RepeatedTest(2)
    void timeIsReal() {
        assertThat(kvs.clock().instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        kvs.clock().stop();
        kvs.clock().advance(Duration.ofDays(1));
    }

    @RepeatedTest(2)
    void nothingFails() {
        redis.value(String.class).set("a", "1");
        kvs.faults().fail("SET", "ERR no");
        kvs.faults().drop("GET");
        kvs.faults().inProcess().failNext(1, "ERR no");
        kvs.faults().delay(Duration.ofDays(1));
        kvs.faults().refuseConnections();
    }

    @RepeatedTest(2)
    void callsAreCountedFromZero() {
        assertThat(kvs.calls("INCR")).isZero();
        redis.value(Long.class).incr("n");
        assertThat(kvs.calls("INCR")).isEqualTo(1);
    }

    @RepeatedTest(2)
    void theServerListens() {
        assertThat(server.state()).isEqualTo(KvsServer.State.LISTENING);
        server.stop();
    }
}
