package io.quarkiverse.kvs.test.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory with an append-only file that sets A to 100. Its manifest is a pipe: so loading it takes until a test lets it go
 * on.
 */
final class Loading {

    private static final String FILE = "appendonly.aof.1.incr.aof";

    private final Path directory;

    private Loading(Path directory) {
        this.directory = directory;
    }

    static Loading prepared() {
        try {
            Path directory = Files.createTempDirectory("loading");
            Path parts = Files.createDirectory(directory.resolve("appendonlydir"));
            Files.writeString(parts.resolve(FILE), "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n");
            assertThat(new ProcessBuilder("mkfifo", parts.resolve("appendonly.aof.manifest").toString()).start().waitFor())
                    .isZero();
            return new Loading(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String directory() {
        return directory.toString();
    }

    void goOn() throws IOException {
        Files.writeString(directory.resolve("appendonlydir/appendonly.aof.manifest"), "file " + FILE + " seq 1 type i\n");
    }
}
