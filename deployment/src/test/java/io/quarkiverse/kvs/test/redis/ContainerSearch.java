package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/** Tells from the log whether Quarkus has looked for Docker or Podman. */
final class ContainerSearch {

    private ContainerSearch() {
    }

    /** Without a container runtime, the Redis extension says that it has looked for one. With one, it starts a container. */
    static boolean isIn(LogRecord record) {
        String said = (record.getLoggerName() + " " + record.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("docker") || said.contains("podman") || said.contains("testcontainers");
    }

    static void assertNone(List<LogRecord> found) {
        assertThat(found).extracting(LogRecord::getMessage).as("log of a search for a container runtime").isEmpty();
    }

    /** Whether a container might really start. */
    static boolean couldSucceed() {
        return System.getenv("DOCKER_HOST") != null || Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, "docker").exists() || new File(folder, "podman").exists());
    }
}
