package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A server without a password listens on all interfaces if the configuration allows it explicitly. */
class RemoteAllowedTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.host", "0.0.0.0")
            .overrideRuntimeConfigKey("quarkus.kvs.allow-remote-without-password", "true");

    @Inject
    KvsServer server;

    @Test
    void starts() {
        assertThat(server.state()).isEqualTo(KvsServer.State.LISTENING);
        assertThat(server.host()).isEqualTo("0.0.0.0");
    }
}
