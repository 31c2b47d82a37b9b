package io.quarkiverse.kvs.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
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
        return new DiskFile(new RandomAccessFile(path.resolve(name).toFile(), "rw"));
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

    /** No channel, as the interruption of a thread that uses one closes it: the thread may be one of the application. */
    private record DiskFile(RandomAccessFile file) implements WritableFile {

        private static final int MOST_AT_ONCE = 256 * 1024;

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            file.seek(position);
            int length = bytes.remaining();
            // The runtime keeps a copy outside of the heap, as large as what is written at once.
            for (int done = 0; done < length; done += MOST_AT_ONCE) {
                file.write(bytes.array(), bytes.arrayOffset() + bytes.position() + done, Math.min(length - done, MOST_AT_ONCE));
            }
            bytes.position(bytes.limit());
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void truncate(long size) throws IOException {
            if (size < file.length()) {
                file.setLength(size);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
