package io.quarkiverse.kvs.test.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.certs.AliasRequest;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;

/** Several certificates in one key store: clients get that of the host they ask for. */
class TlsSniTest {

    private static final Path KEYS = Certificates.make("several-keystore.p12", new CertificateRequest().withName("several")
            .withCN("one.example.com").withFormat(Format.PKCS12)
            .withAlias("two", new AliasRequest().withCN("two.example.com").withPassword(Certificates.PASSWORD)));

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(AnyCertificate.class, Certificates.class))
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "kvs")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.sni", "true")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.p12.path", KEYS.toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.p12.password", Certificates.PASSWORD)
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.p12.alias-password", Certificates.PASSWORD);

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @Test
    void theHostDecides() throws Exception {
        assertThat(certificateOf("one.example.com")).contains("CN=one.example.com");
        assertThat(certificateOf("two.example.com")).contains("CN=two.example.com");
        try (LineClient plain = new LineClient(server.port())) {
            plain.send("*1\r\nPING\r\n");
            while (plain.line() != null) {
                // An alert of TLS, and then the end.
            }
        }
    }

    @Test
    void clientsInTheApplicationTrustAllOfThem() {
        redis.value(String.class).set("a", "1");
        assertThat(redis.value(String.class).get("a")).isEqualTo("1");
    }

    private String certificateOf(String host) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] { new AnyCertificate() }, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(new Socket("localhost", server.port()),
                host, server.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write("*1\r\nPING\r\n".getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().readNBytes(7)).isEqualTo("+PONG\r\n".getBytes(ISO_8859_1));
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    static final class AnyCertificate implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Any certificate will do.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Any certificate will do.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
