package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.TakenPort;
import io.quarkus.test.QuarkusUnitTest;

/**
 * The port for the server beside the application is taken: the application does not start, and is told which property says so.
 */
class DevServicePortTakenTest {

    private static final TakenPort TAKEN = TakenPort.listening();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.enabled", "false")
            .overrideConfigKey("quarkus.kvs.devservices.port", Integer.toString(TAKEN.number()))
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    "quarkus.kvs.devservices.port=" + TAKEN.number() + " cannot be listened on"));

    @AfterAll
    static void close() {
        TAKEN.close();
    }

    @Test
    void doesNotStart() {
        Assertions.fail("it has started");
    }
}
