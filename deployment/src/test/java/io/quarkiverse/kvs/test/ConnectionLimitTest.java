package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkus.test.QuarkusUnitTest;

class ConnectionLimitTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(LineClient.class))
            .overrideRuntimeConfigKey("quarkus.kvs.limits.connections", "2")
            .overrideRuntimeConfigKey("quarkus.kvs.idle-timeout", "500ms");

    @Inject
    KvsServer server;

    @Test
    void oneMoreIsToldSoAndAnIdleOneMakesRoom() {
        try (LineClient first = new LineClient(server.port()); LineClient second = new LineClient(server.port())) {
            assertThat(first.call("X")).isEqualTo("-unknown command X");
            assertThat(second.call("X")).isEqualTo("-unknown command X");
            try (LineClient third = new LineClient(server.port())) {
                assertThat(third.line()).isEqualTo("-ERR max number of clients reached");
                assertThat(third.line()).as("closed").isNull();
            }
            assertThat(first.line()).as("closed for being idle").isNull();
            assertThat(isServedSoon()).as("there is room").isTrue();
        }
    }

    /** A client learns that it is disconnected a moment before the server counts it as gone. */
    private boolean isServedSoon() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (LineClient client = new LineClient(server.port())) {
                if (client.call("X").equals("-unknown command X")) {
                    return true;
                }
            }
        }
        return false;
    }
}
