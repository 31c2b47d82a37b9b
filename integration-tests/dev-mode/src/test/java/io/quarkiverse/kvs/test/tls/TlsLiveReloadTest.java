package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.test.DevMode;
import io.quarkiverse.kvs.test.ReloadedApplication;
import io.quarkiverse.kvs.test.redis.RedisDevModeApp;

/** Dev mode: the listener outlives reloads as long as its certificate is the same, and the data in any case. */
public abstract class TlsLiveReloadTest {

    private static final Certificates FIRST = new Certificates("kvs", "localhost");
    private static final Certificates SECOND = new Certificates("new", "localhost");
    private static final String PLAIN = "quarkus.kvs.port=0\n";
    private static final String ENCRYPTED = PLAIN + "quarkus.kvs.tls-configuration-name=first\n"
            + configuration("first", FIRST)
            + configuration("second", SECOND);

    private static final ReloadedApplication APP = ReloadedApplication.get();

    private static String configuration(String name, Certificates certificates) {
        return "quarkus.tls." + name + ".key-store.pem.0.cert=" + certificates.pem().certFile() + "\n"
                + "quarkus.tls." + name + ".key-store.pem.0.key=" + certificates.pem().keyFile() + "\n"
                + "quarkus.tls." + name + ".trust-store.pem.certs=" + certificates.pem().serverTrustFile() + "\n";
    }

    @Test
    void anUnchangedCertificateKeepsTheConnections_anotherOneDoesNot() throws Exception {
        APP.configure(PLAIN, ENCRYPTED);
        int port = Integer.parseInt(asked("port"));
        assertThat(asked("count")).isEqualTo("1");
        try (LineClient client = new LineClient(FIRST.connect(port))) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK");

            APP.change(RedisDevModeApp.class, "\"one\"", "\"two\"");
            assertThat(asked("version")).isEqualTo("two");
            assertThat(asked("port")).isEqualTo(Integer.toString(port));
            assertThat(client.call("GET", "a")).as("on the old connection").isEqualTo("+1");
            assertThat(asked("count")).isEqualTo("2");

            APP.configure("quarkus.kvs.tls-configuration-name=first", "quarkus.kvs.tls-configuration-name=second");
            int next = Integer.parseInt(asked("port"));
            assertThat(client.line()).as("the old connection is closed").isNull();
            assertThat(asked("count")).as("by the Redis clients of the application").isEqualTo("3");
            try (LineClient another = new LineClient(SECOND.connect(next))) {
                assertThat(another.call("GET", "a")).isEqualTo("+1");
            }

            APP.configure("quarkus.kvs.tls-configuration-name=second",
                    "quarkus.kvs.tls-configuration-name=second\nquarkus.kvs.tls-client-auth=required");
            next = Integer.parseInt(asked("port"));
            assertThat(asked("count")).as("with client certificates").isEqualTo("4");
            try (LineClient known = new LineClient(SECOND.connectWithCertificate(next))) {
                assertThat(known.call("GET", "a")).isEqualTo("+1");
                APP.change(RedisDevModeApp.class, "\"two\"", "\"three\"");
                assertThat(asked("version")).isEqualTo("three");
                assertThat(known.call("GET", "a")).as("with client certificates, after a reload").isEqualTo("+1");
                assertThat(asked("count")).isEqualTo("5");
            }

            APP.configure("quarkus.kvs.tls-configuration-name=second\nquarkus.kvs.tls-client-auth=required", "");
            try (LineClient plain = new LineClient(Integer.parseInt(asked("port")))) {
                assertThat(plain.call("GET", "a")).as("without TLS").isEqualTo("+1");
            }
            assertThat(asked("count")).isEqualTo("6");
        }
    }

    private static String asked(String path) {
        return DevMode.asked("redis/" + path);
    }
}
