package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;

/** Connections count from their beginning, and do not stay if nothing comes of them. */
class HandshakeLimitTest {

    private static final Certificates SERVER = new Certificates("kvs", "localhost");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class))
            .overrideRuntimeConfigKey("quarkus.kvs.limits.connections", "3")
            // So that connections are counted in the order in which they are opened.
            .overrideRuntimeConfigKey("quarkus.kvs.event-loops", "1")
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "<default>")
            .overrideRuntimeConfigKey("quarkus.tls.key-store.pem.0.cert", SERVER.pem().certFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.key-store.pem.0.key", SERVER.pem().keyFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.handshake-timeout", "5s");

    @Inject
    KvsServer server;

    @Test
    void thoseThatShakeNoHandsTakeNoPlacesForLong() throws Exception {
        // The first handshake in a process takes long on a busy machine.
        Await.until("connections are served", this::isServed);
        try (LineClient served = new LineClient(SERVER.connect(server.port()))) {
            assertThat(served.call("SET", "a", "1")).isEqualTo("+OK");
            List<RawClient> silent = new ArrayList<>();
            Await.until("connections that shake no hands have taken all places", () -> {
                // Again and again: on a busy machine, the first may have lost their places before the last come.
                silent.add(new RawClient(server.port()));
                silent.add(new RawClient(server.port()));
                return !isServed();
            });
            Await.until("they have lost their places after the time for a handshake", this::isServed);
            for (RawClient each : silent) {
                each.readToEnd();
                each.close();
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
