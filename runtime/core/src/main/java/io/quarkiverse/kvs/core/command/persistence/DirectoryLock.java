package io.quarkiverse.kvs.core.command.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps other processes, and other servers in this one, from using the same directory: a lock of the operating system on the
 * file {@value #FILE} in it, which says who has it. The lock goes with the process, also when that is killed.
 */
public final class DirectoryLock implements Closeable {

    public static final String FILE = "kvs.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if it cannot be had; the message says who has it */
    public static DirectoryLock of(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(FILE);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(Files.readString(file, US_ASCII).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
            return new DirectoryLock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(ProcessHandle.current().pid() + ", which is this one");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException taken(String by) {
        // The other one may not have written its number yet.
        return new IOException("it is in use by " + (by.isEmpty() ? "another process" : "process " + by));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
