package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.TakenPort;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;

/** A port in use: the application does not start, and says which property to change. */
class BindFailureTest {

    private static final TakenPort TAKEN = TakenPort.listening();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.dynamodb.test-port", Integer.toString(TAKEN.number()))
            .assertException(failure -> {
                Throwable root = ExceptionUtil.getRootCause(failure);
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(root.getClass().getName()).isEqualTo("io.quarkus.runtime.QuarkusBindException");
                assertThat(root).hasMessageContaining("localhost:" + TAKEN.number())
                        .hasMessageContaining("quarkus.kvs.dynamodb.test-port");
            });

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }

    @AfterAll
    static void giveBack() {
        TAKEN.close();
    }
}
