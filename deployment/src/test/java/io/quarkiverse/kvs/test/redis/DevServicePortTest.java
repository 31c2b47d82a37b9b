package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.test.LineClient;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.kvs.devservices.port}: where the server beside the application listens. */
class DevServicePortTest {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(LineClient.class))
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
