package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/**
 * Clients are to present a certificate. Since they do, there need not be a password on an address that other machines reach.
 */
class MutualTlsTest {

    private static final Certificates SERVER = new Certificates("kvs", "localhost");
    private static final Certificates STRANGER = new Certificates("new", "localhost");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class))
            .overrideRuntimeConfigKey("quarkus.kvs.host", "0.0.0.0")
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "kvs")
            .overrideRuntimeConfigKey("quarkus.kvs.tls-client-auth", "required")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.p12.path", SERVER.p12().keyStoreFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.p12.password", Certificates.PASSWORD)
            .overrideRuntimeConfigKey("quarkus.tls.kvs.trust-store.p12.path", SERVER.p12().serverTrustStoreFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.trust-store.p12.password", Certificates.PASSWORD)
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs"))
            .assertLogRecords(records -> assertThat(records).extracting(MutualTlsTest::text)
                    .anySatisfy(line -> assertThat(line).startsWith("Closed the connection of ")
                            .contains(": the TLS handshake failed: ")));

    @Inject
    KvsServer server;

    private static String text(LogRecord record) {
        return new PatternFormatter("%s").format(record);
    }

    @Test
    void whoIsKnownIsServed() throws Exception {
        try (LineClient client = new LineClient(SERVER.connectWithCertificate(server.port()))) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK");
        }
    }

    @Test
    void whoPresentsNothingIsRefused() throws Exception {
        try (LineClient client = new LineClient(SERVER.connect(server.port()))) {
            assertRefused(client);
        }
    }

    @Test
    void whoIsNotKnownIsRefused() throws Exception {
        try (LineClient client = new LineClient(SERVER.connectAs(STRANGER, server.port()))) {
            assertRefused(client);
        }
    }

    /** With TLS 1.3, the client learns of it when it reads. */
    private static void assertRefused(LineClient client) {
        assertThatThrownBy(() -> client.call("GET", "a")).isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
    }
}
