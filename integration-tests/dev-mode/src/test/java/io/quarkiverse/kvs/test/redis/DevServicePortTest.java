package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.kvs.devservices.port}: where the server beside the application listens. */
class DevServicePortTest {

    private static final int PORT = FreePort.next();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.enabled", "false")
            .overrideConfigKey("quarkus.kvs.devservices.port", Integer.toString(PORT));

    @Inject
    RedisDataSource redis;

    @ConfigProperty(name = "quarkus.redis.hosts")
    String hosts;

    @ConfigProperty(name = "quarkus.kvs.devservices.port")
    int port;

    @Test
    void isTheOneThatWasAskedFor() {
        assertThat(hosts).isEqualTo("redis://localhost:" + port);
        redis.value(String.class).set("a", "1");
        try (LineClient client = new LineClient(port)) {
            assertThat(client.call("GET", "a")).isEqualTo("+1");
        }
    }
}
