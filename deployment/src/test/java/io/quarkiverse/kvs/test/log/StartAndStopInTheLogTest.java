package io.quarkiverse.kvs.test.log;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The log says once when the server starts, and once when it stops. */
class StartAndStopInTheLogTest {

    private static final String STARTED = "INFO Key/value server listening on localhost:\\d+ \\((nio|epoll), 1 event loop\\)";
    private static final String STOPPED = "INFO Key/value server on localhost:\\d+ stopped";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.event-loops", "1")
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs"))
            // The last stop, that of the application, comes after this is asked.
            .assertLogRecords(records -> assertThat(records).map(record -> new PatternFormatter("%p %s").format(record))
                    .satisfiesExactly(line -> assertThat(line).matches(STARTED), line -> assertThat(line).matches(STOPPED),
                            line -> assertThat(line).matches(STARTED)));

    @Inject
    KvsServer server;

    @Test
    void startsAndStops() {
        server.start();
        server.stop();
        server.stop();
        server.start();
    }
}
