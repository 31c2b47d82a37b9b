package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/** Every configured limit of a request and its reply, at the bound and one past it, as a client meets it. */
class LimitsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.limits.lines", "5")
            .overrideRuntimeConfigKey("quarkus.kvs.limits.key-length", "1K")
            .overrideRuntimeConfigKey("quarkus.kvs.limits.value-length", "2K")
            .overrideRuntimeConfigKey("quarkus.kvs.limits.request-length", "4K")
            .overrideRuntimeConfigKey("quarkus.kvs.limits.reply-backlog", "2000")
            .overrideRuntimeConfigKey("quarkus.kvs.disabled-commands", "reset,keys");

    @Inject
    KvsServer server;

    @Test
    void lines() {
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("1", "2", "3", "4", "5")).isEqualTo("-unknown command 1");
            assertThat(client.call("1", "2", "3", "4", "5", "6"))
                    .isEqualTo("-ERR Protocol error: invalid multibulk length, "
                            + "expected *<number of lines> from *1 to *5, got *6");
            assertThat(client.line()).as("closed").isNull();
        }
    }

    @Test
    void keyLength() {
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("SET", "k".repeat(1024), "v")).isEqualTo("+OK");
            assertThat(client.call("SET", "k".repeat(1025), "v")).isEqualTo("-key too long: at most 1024 bytes are allowed");
            assertThat(client.call("GET", "k".repeat(1024))).isEqualTo("+v");
        }
    }

    @Test
    void valueLength() {
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("SET", "k", "v".repeat(2048))).isEqualTo("+OK");
            assertThat(client.call("SET", "k", "v".repeat(2049))).isEqualTo("-value too long: at most 2048 bytes are allowed");
            assertThat(client.call("DEL", "k")).isEqualTo("+OK");
        }
    }

    @Test
    void requestLength() {
        try (LineClient client = new LineClient(server.port())) {
            // *3 CRLF, CRLF after each of three lines: 10 bytes beside the lines
            assertThat(client.call("X", "v".repeat(2048), "v".repeat(4096 - 2048 - 11))).isEqualTo("-unknown command X");
            assertThat(client.call("X", "v".repeat(2048), "v".repeat(4096 - 2048 - 10)))
                    .isEqualTo("-request too long: at most 4096 bytes are allowed");
            assertThat(client.call("X")).isEqualTo("-unknown command X");
        }
    }

    @Test
    void replyBacklog() {
        try (LineClient client = new LineClient(server.port())) {
            client.call("SET", "fits", "v".repeat(1997));
            client.call("SET", "beyond", "v".repeat(1998));
            assertThat(client.call("GET", "fits")).hasSize(1998);
            client.send("*2\nGET\nbeyond\n");
            assertThat(client.line()).as("closed").isNull();
        }
    }

    @Test
    void disabledCommands() {
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("RESET")).isEqualTo("-RESET is disabled");
            assertThat(client.call("KEYS", ".*")).isEqualTo("-KEYS is disabled");
            assertThat(client.call("SET", "a", "b")).isEqualTo("+OK");
        }
    }
}
