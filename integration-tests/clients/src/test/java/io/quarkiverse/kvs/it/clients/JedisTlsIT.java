package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.smallrye.certs.Pkcs12CertificateFiles;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Jedis, with TLS on both sides. */
@OwnServer
class JedisTlsIT {

    private static final String PASSWORD = "changeit";
    private static final Pkcs12CertificateFiles FILES = generate();

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension("-Dquarkus.kvs.password=s3cret",
            "-Dquarkus.kvs.tls-configuration-name=kvs", "-Dquarkus.kvs.tls-client-auth=required",
            "-Dquarkus.tls.kvs.key-store.p12.path=" + FILES.keyStoreFile(),
            "-Dquarkus.tls.kvs.key-store.p12.password=" + PASSWORD,
            "-Dquarkus.tls.kvs.trust-store.p12.path=" + FILES.serverTrustStoreFile(),
            "-Dquarkus.tls.kvs.trust-store.p12.password=" + PASSWORD);

    private static Pkcs12CertificateFiles generate() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "certificates").toAbsolutePath());
            return (Pkcs12CertificateFiles) new CertificateGenerator(folder, true).generate(new CertificateRequest()
                    .withName("jedis").withCN("localhost").withDuration(Duration.ofDays(2)).withPassword(PASSWORD)
                    .withClientCertificate().withFormat(Format.PKCS12)).get(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void commands(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = connect(protocol, true)) {
            assertThat(jedis.flushAll()).isEqualTo("OK");
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            assertThat(jedis.incr("a")).isEqualTo(2);
            Transaction transaction = jedis.multi();
            transaction.incr("a");
            Response<String> get = transaction.get("a");
            assertThat(transaction.exec()).hasSize(2);
            assertThat(get.get()).isEqualTo("3");
            assertThat(jedis.blpop(0.01, "nothing")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aLargeValue(RedisProtocol protocol) throws Exception {
        byte[] value = new byte[10 << 20];
        new Random(1).nextBytes(value);
        try (Jedis jedis = connect(protocol, true)) {
            byte[] key = { 'b', 'i', 'g' };
            assertThat(jedis.set(key, value)).isEqualTo("OK");
            assertThat(jedis.get(key)).isEqualTo(value);
            assertThat(jedis.getrange(key, 5 << 20, (5 << 20) + 99)).hasSize(100);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aLongPipeline(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = connect(protocol, true)) {
            jedis.del("n");
            Pipeline pipeline = jedis.pipelined();
            List<Response<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                counts.add(pipeline.incr("n"));
            }
            pipeline.sync();
            for (int i = 0; i < counts.size(); i++) {
                assertThat(counts.get(i).get()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void withoutACertificateThereIsNoConnection() {
        assertThatThrownBy(() -> connect(RedisProtocol.RESP2, false)).isInstanceOf(JedisConnectionException.class);
    }

    private static Jedis connect(RedisProtocol protocol, boolean withCertificate) throws Exception {
        return new Jedis(new HostAndPort("localhost", SERVER.port()),
                DefaultJedisClientConfig.builder().protocol(protocol).password("s3cret").socketTimeoutMillis(30_000)
                        .ssl(true).sslSocketFactory(sockets(withCertificate)).build());
    }

    private static SSLSocketFactory sockets(boolean withCertificate) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(FILES.trustStoreFile()));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(FILES.clientKeyStoreFile()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
