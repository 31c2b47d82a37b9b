package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.test.tls.Certificates;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** The Redis clients of the application speak TLS with a server that does, without any configuration of their own. */
class RedisTlsTest {

    /** It is for another host than the clients connect to. */
    private static final Certificates SERVER = new Certificates("elsewhere", "kvs.example.com");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class))
            .overrideRuntimeConfigKey("quarkus.kvs.password", "s3cret")
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "kvs")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.cert", SERVER.pem().certFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.key", SERVER.pem().keyFile().toString());

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @Inject
    RedisDataSource redis;

    @Inject
    @RedisClientName("named")
    RedisDataSource named;

    @Test
    void allClients() {
        assertThat(server.uri()).hasScheme("rediss");
        redis.value(String.class).set("a", "1");
        assertThat(named.value(String.class).get("a")).isEqualTo("1");
        assertThat(store.get("a")).isEqualTo("1");
    }
}
