package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.logging.LogRecord;

/** Tells from the log whether Quarkus has looked for Docker or Podman. */
public final class ContainerSearch {

    private ContainerSearch() {
    }

    /** Whether this was said by those who look. */
    public static boolean isIn(LogRecord record) {
        return record.getLoggerName().startsWith("org.testcontainers")
                || record.getMessage().contains("get a working docker instance");
    }

    static void assertNone(List<LogRecord> found) {
        assertThat(found).extracting(LogRecord::getMessage).as("log of a search for a container runtime").isEmpty();
    }

    /** Whether there is a container runtime to be found, in which a test had better not start anything. */
    static boolean wouldSucceed() {
        try {
            return new ProcessBuilder("docker", "info").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
