package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.kvs.enabled=false}: the server that clients talk to is not that of the application. */
class ServerBesideTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(ContainerSearch.class))
            .overrideConfigKey("quarkus.kvs.enabled", "false")
            .overrideConfigKey("quarkus.kvs.password", "s3cret")
            .overrideConfigKey("quarkus.kvs.databases", "33")
            .setLogRecordPredicate(record -> ContainerSearch.isIn(record) || record.getMessage().contains("s3cret"))
            .assertLogRecords(records -> assertThat(records).extracting(LogRecord::getMessage)
                    .as("search for a container runtime, or the password").isEmpty());

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @Inject
    @RedisClientName("named")
    RedisDataSource named;

    @ConfigProperty(name = "quarkus.redis.hosts")
    String hosts;

    @Test
    void servesAllClients() {
        assertThat(server.state()).isEqualTo(KvsServer.State.DISABLED);
        redis.value(String.class).set("a", "1");
        assertThat(named.value(String.class).get("a")).isEqualTo("1");
        assertThat(store.get("a")).as("in the application").isNull();
    }

    @Test
    void isConfiguredLikeTheOneInTheApplication() {
        assertThat(hosts).startsWith("redis://:s3cret@localhost:");
        redis.withConnection(connection -> {
            connection.select(32);
            connection.value(String.class).set("b", "1");
        });
    }
}
