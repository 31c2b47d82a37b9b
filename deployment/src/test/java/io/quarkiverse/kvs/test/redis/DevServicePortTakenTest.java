package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/**
 * The port for the server beside the application is taken: the application does not start, and is told which property says so.
 */
class DevServicePortTakenTest {

    private static final ServerSocket TAKEN = open();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.enabled", "false")
            .overrideConfigKey("quarkus.kvs.devservices.port", Integer.toString(TAKEN.getLocalPort()))
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    "quarkus.kvs.devservices.port=" + TAKEN.getLocalPort() + " cannot be listened on"));

    @AfterAll
    static void close() throws IOException {
        TAKEN.close();
    }

    @Test
    void doesNotStart() {
        Assertions.fail("it has started");
    }

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
