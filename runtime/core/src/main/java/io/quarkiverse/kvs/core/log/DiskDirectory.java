package io.quarkiverse.kvs.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory on a real disk. */
public final class DiskDirectory implements LogDirectory {

    private final Path path;

    public DiskDirectory(Path path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path.toString();
    }

    @Override
    public void create() throws IOException {
        Files.createDirectories(path);
    }

    @Override
    public List<String> names() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path.resolve(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(path.resolve(name));
    }

    @Override
    public InputStream read(String name) throws IOException {
        return Files.newInputStream(path.resolve(name));
    }

    @Override
    public WritableFile write(String name) throws IOException {
        return new DiskFile(FileChannel.open(path.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        FileChannel directory;
        try {
            directory = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            if (Files.isDirectory(path)) {
                // Windows opens no directories; there, renaming is enough.
                return;
            }
            throw e;
        }
        try (directory) {
            directory.force(true);
        }
    }

    private record DiskFile(FileChannel channel) implements WritableFile {

        private static final int MOST_AT_ONCE = 256 * 1024;

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            int end = bytes.limit();
            while (bytes.position() < end) {
                // The runtime keeps a copy outside of the heap, as large as what is written at once.
                bytes.limit(Math.min(end, bytes.position() + MOST_AT_ONCE));
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
