package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.certs.PemCertificateFiles;

/** A certificate is replaced while the application runs. */
class TlsReloadTest {

    private static final Certificates OLD = new Certificates("kvs", "localhost");
    private static final Certificates NEW = new Certificates("new", "localhost");
    private static final Path CERTIFICATE = OLD.pem().certFile().resolveSibling("current.crt");
    private static final Path KEY = OLD.pem().certFile().resolveSibling("current.key");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class))
            .setBeforeAllCustomizer(() -> install(OLD.pem()))
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "kvs")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.cert", CERTIFICATE.toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.key", KEY.toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.reload-period", "200ms");

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @Test
    void newConnectionsSeeTheNewCertificate_andOldOnesLiveOn() throws Exception {
        redis.value(String.class).set("before", "1");
        try (LineClient before = new LineClient(OLD.connect(server.port()))) {
            assertThat(before.call("SET", "a", "1")).isEqualTo("+OK");
            Certificate old = certificate(OLD);

            // One after the other, so that for a moment they do not belong together.
            install(NEW.pem());

            Await.until("the server shows another certificate", () -> {
                try {
                    return !certificate(NEW).equals(old);
                } catch (SSLException e) {
                    // Still the old one, which a client that trusts the new one does not trust. Any other failure would be a gap.
                    assertThat(e).hasStackTraceContaining("path");
                    return false;
                }
            });
            assertThat(before.call("GET", "a")).isEqualTo("+1");
            try (LineClient after = new LineClient(NEW.connect(server.port()))) {
                assertThat(after.call("GET", "a")).isEqualTo("+1");
            }
            redis.withConnection(another -> assertThat(another.value(String.class).get("before")).isEqualTo("1"));
        }
    }

    private Certificate certificate(Certificates trusted) throws Exception {
        try (SSLSocket socket = trusted.connect(server.port())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void install(PemCertificateFiles files) {
        try {
            Files.copy(files.certFile(), CERTIFICATE, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(files.keyFile(), KEY, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
