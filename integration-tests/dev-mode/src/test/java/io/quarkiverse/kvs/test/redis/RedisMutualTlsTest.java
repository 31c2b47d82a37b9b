package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.test.tls.Certificates;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** The server asks for certificates: clients of the application that are not configured have one, others their own. */
class RedisMutualTlsTest {

    private static final Certificates SERVER = new Certificates("kvs", "localhost");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class))
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "kvs")
            .overrideRuntimeConfigKey("quarkus.kvs.tls-client-auth", "required")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.cert", SERVER.pem().certFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.key", SERVER.pem().keyFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.trust-store.pem.certs", SERVER.pem().serverTrustFile().toString())
            .overrideRuntimeConfigKey("quarkus.redis.configured.tls-configuration-name", "client")
            .overrideRuntimeConfigKey("quarkus.tls.client.key-store.pem.0.cert", SERVER.pem().clientCertFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.client.key-store.pem.0.key", SERVER.pem().clientKeyFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.client.trust-store.pem.certs", SERVER.pem().trustFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.client.hostname-verification-algorithm", "HTTPS")
            .overrideRuntimeConfigKey("quarkus.redis.anonymous.tls-configuration-name", "anonymous")
            .overrideRuntimeConfigKey("quarkus.tls.anonymous.trust-store.pem.certs", SERVER.pem().trustFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.anonymous.hostname-verification-algorithm", "HTTPS");

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @Inject
    @RedisClientName("configured")
    RedisDataSource configured;

    @Inject
    @RedisClientName("anonymous")
    RedisDataSource anonymous;

    @Test
    void aClientThatIsNotConfigured() {
        redis.value(String.class).set("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
    }

    @Test
    void aClientWithACertificateOfItsOwn() {
        configured.value(String.class).set("b", "2");
        assertThat(store.get("b")).isEqualTo("2");
    }

    @Test
    void aClientThatIsConfiguredWithoutOneStaysSo() {
        assertThatThrownBy(() -> anonymous.value(String.class).get("a")).hasStackTraceContaining("Received fatal alert");
    }

    @Test
    void aStrangerIsRefused() throws Exception {
        try (LineClient stranger = new LineClient(SERVER.connect(server.port()))) {
            assertThatThrownBy(() -> stranger.call("GET", "a")).isInstanceOf(UncheckedIOException.class);
        }
    }
}
