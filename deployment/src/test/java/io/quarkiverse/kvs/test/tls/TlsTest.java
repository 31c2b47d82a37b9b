package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

/** A server with a certificate, whose clients have none. */
class TlsTest {

    private static final Certificates SERVER = new Certificates("kvs", "localhost");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Certificates.class, TornSocket.class))
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "kvs")
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.cert", SERVER.pem().certFile().toString())
            .overrideRuntimeConfigKey("quarkus.tls.kvs.key-store.pem.0.key", SERVER.pem().keyFile().toString())
            .overrideRuntimeConfigKey("quarkus.kvs.event-loops", "1")
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs"))
            .assertLogRecords(records -> assertThat(records).extracting(TlsTest::text)
                    .anySatisfy(line -> assertThat(line).matches("Key/value server listening on localhost:\\d+ \\(.*, TLS\\)"))
                    .anySatisfy(line -> assertThat(line)
                            .matches("Closed the connection of .*: it does not speak TLS, as this port does"))
                    .noneSatisfy(line -> assertThat(line).containsAnyOf("s3cret", "733363726574")));

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    private static String text(LogRecord record) {
        return new PatternFormatter("%s").format(record);
    }

    @Test
    void servesCommands() throws Exception {
        try (LineClient client = new LineClient(SERVER.connect(server.port()))) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK");
            assertThat(store.get("a")).isEqualTo("1");
        }
    }

    @Test
    void isToldToWhomItConcerns() {
        assertThat(server.uri()).hasToString("rediss://localhost:" + server.port());
        RestAssured.get("/q/health/ready").then().statusCode(200)
                .body("checks.find { it.name == 'Key/value server' }.data.tls", org.hamcrest.Matchers.is(true));
    }

    @Test
    void aClientWithoutTlsIsClosed_andDisturbsNoOther() throws Exception {
        try (LineClient client = new LineClient(SERVER.connect(server.port()))) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK");
            try (LineClient plain = new LineClient(server.port())) {
                plain.send("*2\r\nAUTH\r\ns3cret\r\n");
                // What comes before the end is what TLS calls an alert.
                while (plain.line() != null) {
                    assertThat(client.call("GET", "a")).isEqualTo("+1");
                }
            }
            assertThat(client.call("GET", "a")).isEqualTo("+1");
        }
    }

    /** The bytes of a record that has not come as a whole are kept, while others read into the same event loop's buffers. */
    @Test
    void connectionsThatSendPiecesOfRecordsDoNotMix() throws Exception {
        try (TornSocket torn = new TornSocket(SERVER, server.port());
                LineClient other = new LineClient(SERVER.connect(server.port()))) {
            LineClient slow = new LineClient(torn.encrypted());
            for (int i = 0; i < 20; i++) {
                String value = Integer.toString(i).repeat(200);
                torn.holdBack();
                slow.send("*3\r\nSET\r\ntorn\r\n" + value + "\r\n");
                assertThat(other.call("SET", "other", "x".repeat(5000))).isEqualTo("+OK");
                torn.letGo();
                assertThat(slow.line()).isEqualTo("+OK");
                assertThat(store.get("torn")).isEqualTo(value);
                assertThat(store.get("other")).hasSize(5000);
            }
        }
    }

    @Test
    void largeValuesAndLongPipelines() throws Exception {
        byte[] value = new byte[10 << 20];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (i * 31 >> 7);
        }
        try (RawClient client = new RawClient(SERVER.connect(server.port()))) {
            client.send("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$" + value.length + "\r\n");
            client.send(value);
            assertThat(client.exchange("\r\n*2\r\n$3\r\nGET\r\n$3\r\nbig\r\n", 5)).isEqualTo("+OK\r\n");
            assertThat(client.readLine()).isEqualTo("$" + value.length + "\r\n");
            assertThat(Arrays.equals(client.readBytes(value.length), value)).isTrue();
            assertThat(client.readLine()).isEqualTo("\r\n");

            client.send("*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n".repeat(10_000));
            StringBuilder expected = new StringBuilder();
            for (int i = 1; i <= 10_000; i++) {
                expected.append(':').append(i).append("\r\n");
            }
            assertThat(client.read(expected.length())).isEqualTo(expected.toString());
        }
    }

    @Test
    void whoHasSaidTheLastWordStillGetsReplies() throws Exception {
        try (RawClient client = new RawClient(SERVER.connect(server.port()))) {
            client.send("*3\r\nSET\r\nhalf\r\nclosed\r\n*2\r\nGET\r\nhalf\r\n");
            client.finishSending();
            assertThat(client.readToEnd()).isEqualTo("+OK\r\n+closed\r\n");
        }
    }

    @Test
    void aBlockedClientThatHasGoneIsNotServed() throws Exception {
        try (RawClient client = new RawClient(SERVER.connect(server.port()))) {
            client.send("*3\r\n$5\r\nBLPOP\r\n$5\r\nqueue\r\n$1\r\n0\r\n");
            awaitBlocked(1);
        }
        awaitBlocked(0);
        store.list("queue").addLast("kept");
        assertThat(store.list("queue").size()).isEqualTo(1);
    }

    private void awaitBlocked(int clients) {
        String wanted = "blocked_clients:" + clients;
        Await.until(wanted, () -> store.execute("INFO", "clients").asString().contains(wanted));
    }

    @Test
    void stopAndStart() throws Exception {
        try (LineClient client = new LineClient(SERVER.connect(server.port()));
                RawClient handshaking = new RawClient(server.port())) {
            assertThat(client.call("SET", "kept", "1")).isEqualTo("+OK");
            server.stop();
            assertThat(client.line()).isNull();
            handshaking.readToEnd();
        }
        server.start();
        try (LineClient client = new LineClient(SERVER.connect(server.port()))) {
            assertThat(client.call("GET", "kept")).isEqualTo("+1");
        }
    }
}
