package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkus.test.QuarkusUnitTest;

/** A client without the password gets nothing, in either dialect; the application itself needs none. */
class PasswordTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.password", "s3cret")
            .setLogRecordPredicate(record -> record.getMessage().contains("s3cret"))
            .assertLogRecords(records -> assertThat(records).as("no password in the log").isEmpty());

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @Test
    void inResp() {
        try (RespClient client = new RespClient(server.port())) {
            assertThat(client.error("GET", "a")).isEqualTo("NOAUTH Authentication required.");
            assertThat(client.error("PING")).isEqualTo("NOAUTH Authentication required.");
            assertThat(client.error("SHUTDOWN")).isEqualTo("NOAUTH Authentication required.");
            assertThat(client.error("HELLO", "3")).startsWith("NOAUTH HELLO must be called with the client already");
            assertThat(client.error("AUTH", "wrong"))
                    .isEqualTo("WRONGPASS invalid username-password pair or user is disabled.");
            assertThat(client.error("AUTH", "somebody", "s3cret"))
                    .isEqualTo("WRONGPASS invalid username-password pair or user is disabled.");
            assertThat(client.call("AUTH", "s3cret")).isEqualTo("OK");
            assertThat(client.call("PING")).isEqualTo("PONG");
            assertThat(client.call("RESET")).isEqualTo("RESET");
            assertThat(client.error("PING")).isEqualTo("NOAUTH Authentication required.");
            assertThat(client.call("AUTH", "default", "s3cret")).isEqualTo("OK");
            assertThat(client.call("QUIT")).isEqualTo("OK");
            assertThat(client.isAtEnd()).isTrue();
        }
        try (RespClient client = new RespClient(server.port())) {
            assertThat(client.call("QUIT")).isEqualTo("OK");
        }
    }

    @Test
    void inTheLineProtocol() {
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("GET", "a")).isEqualTo("-NOAUTH Authentication required.");
            assertThat(client.call("RESET")).isEqualTo("-NOAUTH Authentication required.");
            assertThat(client.call("AUTH", "s3cret")).isEqualTo("+OK");
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK");
        }
    }

    /** As Redis: the memory that a stranger can occupy is small. */
    @Test
    void aStrangerCannotSendMuch() {
        try (RespClient client = new RespClient(server.port())) {
            client.send("AUTH", "x".repeat(20_000));
            assertThat(client.readError()).isEqualTo("ERR Protocol error: unauthenticated bulk length");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void theApplicationNeedsNone() {
        store.set("inside", "1");
        assertThat(store.get("inside")).isEqualTo("1");
    }
}
