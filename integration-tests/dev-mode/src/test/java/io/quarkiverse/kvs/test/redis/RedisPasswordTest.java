package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** What the server asks for, the Redis client of the same application knows. */
class RedisPasswordTest {

    private static final String PASSWORD = "s3cret: /@%2B+&?#ä";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.password", PASSWORD)
            .overrideRuntimeConfigKey("quarkus.kvs.username", "a:b@c d")
            .setLogRecordPredicate(record -> record.getMessage().contains("s3cret"))
            .assertLogRecords(records -> assertThat(records).as("no password in the log").isEmpty());

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @Test
    void reachesTheClient() {
        redis.value(String.class).set("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
        try (LineClient stranger = new LineClient(server.port())) {
            assertThat(stranger.call("GET", "a")).startsWith("-NOAUTH");
        }
    }
}
