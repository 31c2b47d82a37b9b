package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.LogRecord;

/** Tells from the log whether Quarkus has looked for Docker or Podman. */
final class ContainerSearch {

    private ContainerSearch() {
    }

    /** Whether this was said by those who look. */
    static boolean isIn(LogRecord record) {
        return record.getLoggerName().startsWith("org.testcontainers")
                || record.getMessage().contains("get a working docker instance");
    }

    static void assertNone(List<LogRecord> found) {
        assertThat(found).extracting(LogRecord::getMessage).as("log of a search for a container runtime").isEmpty();
    }
}
