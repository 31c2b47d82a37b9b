package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

class IdleTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.idle-timeout", "500ms");

    @Inject
    KvsServer server;

    @Test
    void aSilentConnectionIsClosed() {
        try (LineClient silent = new LineClient(server.port())) {
            assertThat(silent.line()).as("closed for being idle").isNull();
        }
    }
}
