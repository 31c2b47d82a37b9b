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

    /**
     * More than this, or what is not synced at once, is not written over room: if the machine stops, a page that is not on the
     * disk yet is zero bytes in the middle of a value.
     */
    private static final int PAGE = 4096;
    private static final int READ_AT_ONCE = 256 * 1024;

    private final Path path;
    /** Whether files that records are appended to are longer than what is in them, while they are written. */
    private final boolean room;

    public DiskDirectory(Path path) {
        this(path, false);
    }

    private DiskDirectory(Path path, boolean room) {
        this.path = path;
        this.room = room;
    }

    /**
     * One whose increments of an append-only file have {@link FileRoom} while small records are written and synced.
     * {@link WritableFile#close} cuts it off, and {@link #recover} does so after a crash.
     */
    public static DiskDirectory withRoom(Path path) {
        return new DiskDirectory(path, true);
    }

    @Override
    public String path() {
        return path.toString();
    }

    @Override
    public void create() throws IOException {
        Files.createDirectories(path);
    }

    /** Cuts off the room: no increment ends with a zero byte. */
    @Override
    public void recover() throws IOException {
        for (String name : names()) {
            if (hasRoom(name)) {
                try (RandomAccessFile file = open(name)) {
                    FileRoom.cut(file, end(file));
                }
            }
        }
    }

    private boolean hasRoom(String name) {
        return room && name.endsWith(Manifest.INCREMENT_SUFFIX);
    }

    private RandomAccessFile open(String name) throws IOException {
        return new RandomAccessFile(path.resolve(name).toFile(), "rw");
    }

    /** Where the zero bytes at the end of a file begin. */
    private static long end(RandomAccessFile file) throws IOException {
        byte[] part = new byte[READ_AT_ONCE];
        long end = file.length();
        while (end > 0) {
            int length = (int) Math.min(part.length, end);
            file.seek(end - length);
            file.readFully(part, 0, length);
            int used = length;
            while (used > 0 && part[used - 1] == 0) {
                used--;
            }
            end -= length - used;
            if (used > 0) {
                return end;
            }
        }
        return 0;
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
        RandomAccessFile file = open(name);
        return new DiskFile(file, hasRoom(name));
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
    private static final class DiskFile implements WritableFile {

        private static final int MOST_AT_ONCE = 256 * 1024;

        private final RandomAccessFile file;
        private final boolean room;
        /** Where what is in it ends. */
        private long end;
        private boolean syncFollows;

        DiskFile(RandomAccessFile file, boolean room) throws IOException {
            this.file = file;
            this.room = room;
            end = file.length();
        }

        @Override
        public void syncFollows(long bytes) {
            syncFollows = bytes <= PAGE;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            int count = bytes.remaining();
            long behind = position + count;
            if (room && syncFollows) {
                FileRoom.reserve(file, behind);
            } else if (room) {
                FileRoom.cut(file, end);
            }
            file.seek(position);
            // The runtime keeps a copy outside of the heap, as large as what is written at once.
            for (int done = 0; done < count; done += MOST_AT_ONCE) {
                file.write(bytes.array(), bytes.arrayOffset() + bytes.position() + done, Math.min(count - done, MOST_AT_ONCE));
            }
            bytes.position(bytes.limit());
            end = Math.max(end, behind);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
            syncFollows = false;
        }

        @Override
        public void truncate(long size) throws IOException {
            FileRoom.cut(file, size);
            end = Math.min(end, size);
        }

        @Override
        public void close() throws IOException {
            try (file) {
                if (room) {
                    FileRoom.cut(file, end);
                }
            }
        }
    }
}
