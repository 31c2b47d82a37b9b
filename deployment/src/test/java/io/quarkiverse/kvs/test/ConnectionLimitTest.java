package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;

class ConnectionLimitTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.limits.connections", "2");

    @Inject
    KvsServer server;

    @Test
    void oneMoreIsToldSo_andOneThatGoesMakesRoom() {
        try (LineClient first = new LineClient(server.port()); LineClient second = new LineClient(server.port())) {
            assertThat(first.call("X")).isEqualTo("-unknown command X");
            assertThat(second.call("X")).isEqualTo("-unknown command X");
            try (LineClient third = new LineClient(server.port())) {
                assertThat(third.line()).isEqualTo("-ERR max number of clients reached");
                assertThat(third.line()).as("closed").isNull();
            }
            first.close();
            // The server does not count it as gone at once.
            Await.until("there is room", this::isServed);
            assertThat(second.call("X")).isEqualTo("-unknown command X");
        }
    }

    private boolean isServed() {
        try (LineClient client = new LineClient(server.port())) {
            return "-unknown command X".equals(client.call("X"));
        } catch (UncheckedIOException e) {
            // It was closed before it had sent everything.
            return false;
        }
    }
}
