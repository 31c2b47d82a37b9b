package io.quarkiverse.kvs.core.command.replication;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of all data in a file of its own, which is deleted at the end. An instance belongs to one thread. */
final class CopyFile implements Closeable {

    private Path path;
    private OutputStream written;

    /** Begins to write it. */
    OutputStream write() throws IOException {
        path = Files.createTempFile("kvs-copy", ".rdb");
        written = new BufferedOutputStream(Files.newOutputStream(path), 64 * 1024);
        return written;
    }

    Path path() {
        return path;
    }

    /** Its length, once it has been written. */
    long size() throws IOException {
        written.close();
        return Files.size(path);
    }

    void copyTo(OutputStream output) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            in.transferTo(output);
        }
    }

    @Override
    public void close() {
        try {
            if (written != null) {
                written.close();
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // It lies among the files that the operating system deletes one day.
            path.toFile().deleteOnExit();
        }
    }
}
