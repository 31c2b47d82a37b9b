package io.quarkiverse.kvs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.it.files.RedisChecks;

/** The packaged application keeps its data in files: what survives which end, and what it says when it cannot. */
class PersistenceIT {

    private static final String APPEND_ONLY = "quarkus.kvs.persistence.append-only=true";

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        try (AppProcess app = start(APPEND_ONLY, "quarkus.kvs.persistence.fsync=always")) {
            assertThat(app.ready().call("SET", "A", "100")).isEqualTo("+OK");
            app.kill();
        }
        assertThat(RedisChecks.files(directory)).isEqualTo(1);
        try (AppProcess app = start(APPEND_ONLY)) {
            assertThat(app.ready().call("GET", "A")).isEqualTo("+100");
            assertThat(app.log()).contains("The data was loaded from " + directory);
            assertThat(app.call("SET", "A", "101")).isEqualTo("+OK");
            assertThat(app.terminate()).as("exit code of a JVM that was asked to end").isEqualTo(143);
        }
        try (AppProcess app = start(APPEND_ONLY)) {
            assertThat(app.ready().call("GET", "A")).as("written just before the end").isEqualTo("+101");
        }
        assertThat(RedisChecks.files(directory)).isEqualTo(1);
    }

    @Test
    void aSnapshotIsMadeAtTheEnd() throws Exception {
        String save = "quarkus.kvs.persistence.save=3600 1";
        try (AppProcess app = start(save)) {
            assertThat(app.ready().call("SET", "A", "100")).isEqualTo("+OK");
            assertThat(directory.resolve("dump.rdb")).doesNotExist();
            app.terminate();
        }
        assertThat(directory.resolve("dump.rdb")).exists();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("dump.rdb", "kvs.lock");
        }
        assertThat(RedisChecks.files(directory)).isEqualTo(1);
        try (AppProcess app = start(save)) {
            assertThat(app.ready().call("GET", "A")).isEqualTo("+100");
            assertThat(app.call("SET", "A", "lost")).isEqualTo("+OK");
            app.kill();
        }
        try (AppProcess app = start("quarkus.log.level=INFO")) {
            assertThat(app.ready().call("GET", "A")).as("the directory alone lets it load, and a kill makes no snapshot")
                    .isEqualTo("+100");
        }
    }

    @Test
    void aDirectoryInUseIsRefused() {
        try (AppProcess app = start(APPEND_ONLY); AppProcess second = startAfter(app)) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.log()).contains("quarkus.kvs.persistence.directory", "in use by process " + app.pid())
                    .doesNotContain("\tat ");
            assertThat(app.call("SET", "A", "100")).as("the first one goes on").isEqualTo("+OK");
        }
    }

    private AppProcess startAfter(AppProcess first) {
        first.ready();
        return start(APPEND_ONLY);
    }

    @Test
    void aDamagedFileEndsTheApplication() throws IOException {
        Path parts = Files.createDirectories(directory.resolve("appendonlydir"));
        Files.writeString(parts.resolve("appendonly.aof.manifest"), "file appendonly.aof.1.incr.aof seq 1 type i\n");
        Files.writeString(parts.resolve("appendonly.aof.1.incr.aof"),
                "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n*3\r\n?3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n");
        try (AppProcess app = start(APPEND_ONLY)) {
            assertThat(app.awaitEnd()).as(app.log()).isEqualTo(1);
            assertThat(app.log()).contains("appendonly.aof.1.incr.aof").containsPattern("offset \\d+");
        }
    }

    @Test
    void aFileThatEndsInTheMiddleOfACommandIsRefusedIfItIsToBe() throws Exception {
        Path parts = Files.createDirectories(directory.resolve("appendonlydir"));
        Files.writeString(parts.resolve("appendonly.aof.manifest"), "file appendonly.aof.1.incr.aof seq 1 type i\n");
        Files.writeString(parts.resolve("appendonly.aof.1.incr.aof"),
                "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n*3\r\n$3\r\nSET\r\n$1\r\n");
        try (AppProcess app = start(APPEND_ONLY, "quarkus.kvs.persistence.load-truncated=false")) {
            assertThat(app.awaitEnd()).isEqualTo(1);
        }
        try (AppProcess app = start(APPEND_ONLY)) {
            assertThat(app.ready().call("GET", "A")).isEqualTo("+100");
            assertThat(app.log()).contains("it is cut off at offset 29");
        }
        RedisChecks.files(directory);
    }

    @Test
    void aDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        refuses("quarkus.kvs.persistence.directory", file.toString(), file + ": not a directory");
        refuses("quarkus.kvs.persistence.directory", file + "/data", "Not a directory");
    }

    @ParameterizedTest
    @CsvSource({
            "quarkus.kvs.persistence.fsync, sometimes, sometimes",
            "quarkus.kvs.persistence.save, 1, 'pairs of seconds and changes are needed, such as 3600 1, not 1'",
            "quarkus.kvs.persistence.rewrite-percentage, -1, 'at least 0, not -1'",
            "quarkus.kvs.persistence.file-name, a/b, 'without a directory, not a/b'",
            "quarkus.kvs.port, 99999, 'from 0 to 65535, not 99999'",
            "quarkus.kvs.disabled-commands, flush-everything, 'no command FLUSH-EVERYTHING'"
    })
    void aWrongValueIsNamed(String property, String value, String message) {
        refuses(property, value, message);
    }

    private void refuses(String property, String value, String message) {
        // Of two directories, the last one counts.
        try (AppProcess app = AppProcess.start(APPEND_ONLY, "quarkus.kvs.persistence.directory=" + directory.resolve("data"),
                property + "=" + value)) {
            assertThat(app.awaitEnd()).isEqualTo(1);
            assertThat(app.log()).contains(property, message).doesNotContain("\tat ");
        }
    }

    private AppProcess start(String... properties) {
        String[] all = Stream.concat(Stream.of(properties), Stream.of("quarkus.kvs.persistence.directory=" + directory))
                .toArray(String[]::new);
        return AppProcess.start(all);
    }
}
