package io.quarkiverse.kvs.test;

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
            .overrideRuntimeConfigKey("quarkus.kvs.test-port", Integer.toString(TAKEN.number()))
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs"))
            .assertLogRecords(records -> assertThat(records).anySatisfy(record -> {
                String message = new org.jboss.logmanager.formatters.PatternFormatter("%s").format(record);
                assertThat(message).contains("localhost:" + TAKEN.number(), "in use",
                        "set quarkus.kvs.test-port or quarkus.kvs.host");
            }))
            .assertException(failure -> {
                Throwable root = ExceptionUtil.getRootCause(failure);
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(root.getClass().getName()).isEqualTo("io.quarkus.runtime.QuarkusBindException");
                assertThat(root).hasMessageContaining("localhost:" + TAKEN.number());
                assertThat(root).hasMessageContaining("quarkus.kvs.test-port").hasMessageContaining("in use");
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
