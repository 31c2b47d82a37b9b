package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.test.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/** Connections count from their beginning, and do not stay if nothing comes of them. */
class HandshakeLimitTest {

    private static final Certificates SERVER = new Certificates("kvs", "localhost");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class, LineClient.class))
            .overrideRuntimeConfigKey("quarkus.kvs.limits.connections", "3")
            // So that connections are counted in the order in which they are opened.
            .overrideRuntimeConfigKey("quarkus.kvs.event-loops", "1")
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "<default>")
            .overrideRuntimeConfigKey("quarkus.tls.key-store.pem.0.cert", SERVER.pem().certFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.key-store.pem.0.key", SERVER.pem().keyFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.handshake-timeout", "2s");

    @Inject
    KvsServer server;

    @Test
    void thoseThatShakeNoHandsTakeNoPlacesForLong() throws Exception {
        try (LineClient served = new LineClient(SERVER.connect(server.port()))) {
            assertThat(served.call("SET", "a", "1")).isEqualTo("+OK");
            try (Socket second = new Socket("localhost", server.port());
                    Socket third = new Socket("localhost", server.port())) {
                assertThat(isServed()).as("a fourth one").isFalse();
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (!isServed() && System.nanoTime() < deadline) {
                    Thread.sleep(20);
                }
                assertThat(isServed()).as("after the time for a handshake").isTrue();
                assertThat(second.isConnected() && third.isConnected()).isTrue();
            }
            assertThat(served.call("GET", "a")).isEqualTo("+1");
        }
    }

    private boolean isServed() throws Exception {
        try (LineClient client = new LineClient(SERVER.connect(server.port()))) {
            return "+PONG".equals(client.call("PING"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
