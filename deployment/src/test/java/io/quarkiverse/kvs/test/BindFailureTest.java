package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;

/** A port in use: the application does not start, and says which property to change. */
class BindFailureTest {

    private static final ServerSocket TAKEN = take();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.test-port", Integer.toString(TAKEN.getLocalPort()))
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs"))
            .assertLogRecords(records -> assertThat(records).anySatisfy(record -> {
                String message = new org.jboss.logmanager.formatters.PatternFormatter("%s").format(record);
                assertThat(message).contains("localhost:" + TAKEN.getLocalPort(), "in use",
                        "set quarkus.kvs.test-port or quarkus.kvs.host");
            }))
            .assertException(failure -> {
                Throwable root = ExceptionUtil.getRootCause(failure);
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(root.getClass().getName()).isEqualTo("io.quarkus.runtime.QuarkusBindException");
                assertThat(root).hasMessageContaining("localhost:" + TAKEN.getLocalPort());
                assertThat(root).hasMessageContaining("quarkus.kvs.test-port").hasMessageContaining("in use");
            });

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }

    @AfterAll
    static void giveBack() throws IOException {
        TAKEN.close();
    }

    private static ServerSocket take() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress("localhost", 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
