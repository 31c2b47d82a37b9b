package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.value.registry.ValueRegistry.RuntimeKey;

/** Without any configuration: in a test, the server listens on any free port, and the application can learn which. */
class ServerTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Injected.class))
            .overrideRuntimeConfigKey("app.address", "localhost:${quarkus.kvs.port}")
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs"))
            .assertLogRecords(records -> assertThat(records)
                    .anySatisfy(record -> assertThat(record.getMessage()).startsWith("Key/value server listening on")));

    @Inject
    KvsServer server;

    @Inject
    ValueRegistry values;

    @Inject
    Injected injected;

    @Test
    void listensOnAFreePortOfThisMachine() {
        assertThat(server.state()).isEqualTo(KvsServer.State.LISTENING);
        assertThat(server.host()).isEqualTo("localhost");
        assertThat(server.port()).isPositive().isNotEqualTo(9999);
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("SET", "A", "100")).isEqualTo("+OK");
            assertThat(client.call("GET", "A")).isEqualTo("+100");
        }
    }

    @Test
    void publishesThePort() {
        assertThat(values.get(RuntimeKey.intKey("quarkus.kvs.port"))).isEqualTo(server.port());
        assertThat(ConfigProvider.getConfig().getValue("quarkus.kvs.port", Integer.class)).isEqualTo(server.port());
        assertThat(ConfigProvider.getConfig().getValue("quarkus.kvs.test-port", Integer.class)).isEqualTo(server.port());
        assertThat(injected.address).isEqualTo("localhost:" + server.port());
    }

    @Test
    void shutdownIsEnabledInTests_andTheServerStartsAgain() {
        int port = server.port();
        try (LineClient client = new LineClient(port)) {
            client.call("SET", "kept", "1");
            assertThat(client.call("SHUTDOWN")).isEqualTo("+OK");
            assertThat(client.line()).isNull();
        }
        Await.until("the server has stopped", () -> server.state() != KvsServer.State.LISTENING);
        assertThat(server.state()).isEqualTo(KvsServer.State.STOPPED);
        assertThat(server.port()).isEqualTo(port);

        server.start();
        assertThat(server.state()).isEqualTo(KvsServer.State.LISTENING);
        assertThat(server.port()).isEqualTo(port);
        try (LineClient client = new LineClient(port)) {
            assertThat(client.call("GET", "kept")).isEqualTo("+1");
        }
    }

    @Test
    void canBeStoppedAndStartedByTheApplication() {
        server.stop();
        server.stop();
        assertThat(server.state()).isEqualTo(KvsServer.State.STOPPED);
        server.start();
        server.start();
        assertThat(server.state()).isEqualTo(KvsServer.State.LISTENING);
    }

    @jakarta.inject.Singleton
    static class Injected {

        @ConfigProperty(name = "app.address")
        String address;
    }
}
