package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** In tests, Redis clients without hosts talk to the server in the application, on any port. */
class RedisClientsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(ContainerSearch.class))
            .overrideConfigKey("quarkus.redis.sessions.timeout", "5s")
            .overrideConfigKey("quarkus.redis.\"with.dots\".load-only-if-empty", "false")
            .setLogRecordPredicate(ContainerSearch::isIn)
            .assertLogRecords(ContainerSearch::assertNone);

    @Inject
    KeyValueStore store;

    @Inject
    RedisDataSource redis;

    @Inject
    @RedisClientName("sessions")
    RedisDataSource sessions;

    @Inject
    @RedisClientName("with.dots")
    ReactiveRedisDataSource dots;

    @Inject
    @RedisClientName("unmentioned")
    RedisDataSource unmentioned;

    @Inject
    @Any
    Instance<RedisDataSource> all;

    @Test
    void theDefaultClient() {
        redis.value(String.class).set("default", "1");
        assertThat(store.get("default")).isEqualTo("1");
    }

    @Test
    void namedClients() {
        store.set("named", "2");
        assertThat(sessions.value(String.class).get("named")).isEqualTo("2");
        assertThat(dots.value(String.class).get("named").await().indefinitely()).isEqualTo("2");
        assertThat(unmentioned.value(String.class).get("named")).isEqualTo("2");
    }

    @Test
    void clientsThatAreLookedUp() {
        store.set("looked up", "3");
        assertThat(all).hasSize(4)
                .allSatisfy(client -> assertThat(client.value(String.class).get("looked up")).isEqualTo("3"));
    }
}
