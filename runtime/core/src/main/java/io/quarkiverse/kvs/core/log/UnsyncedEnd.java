package io.quarkiverse.kvs.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * A file and what belongs at its end: some of that may be written, and none of it may be on the disk. It is kept until it is
 * there: after a write or a sync that has failed, it is written again from its first byte, as the operating system may have
 * dropped what it was to write.
 * <p>
 * For one thread at a time; {@link #size} is for all.
 */
final class UnsyncedEnd implements Closeable {

    private final ArrayDeque<QueuedCommands.Commands> commands = new ArrayDeque<>();
    private LogDirectory.WritableFile file;
    private long bytes;
    /** In front of this, everything is on the disk, or as good as that; the first of the commands stands here. */
    private long safe;
    private volatile long written;
    /** An attempt has failed: behind {@link #safe}, there may be anything. */
    private boolean torn;

    /** @param size of the file, which is on the disk */
    UnsyncedEnd(LogDirectory.WritableFile file, long size) {
        this.file = file;
        safe = size;
        written = size;
    }

    /** What is to be written next. */
    void add(QueuedCommands.Commands more) {
        commands.add(more);
        bytes += more.length();
    }

    /** How many bytes are kept. */
    long bytes() {
        return bytes;
    }

    /** How many bytes the file has, as far as they were written without a failure. */
    long size() {
        return written;
    }

    /** The next write will be synced at once: see {@link LogDirectory.WritableFile#syncFollows}. */
    void syncFollows() {
        file.syncFollows(bytes);
    }

    /** @return whether there was anything that was not written */
    boolean write() throws IOException {
        if (torn) {
            file.truncate(safe);
            torn = false;
        }
        long before = written;
        long at = safe;
        for (QueuedCommands.Commands each : commands) {
            if (at >= written) {
                file.write(each.buffer(), at);
                written = at + each.length();
            }
            at += each.length();
        }
        return written > before;
    }

    void sync() throws IOException {
        file.sync();
    }

    /** What was written is as good as on the disk. Returns how many bytes are not kept any longer. */
    long settle() {
        safe = written;
        commands.clear();
        long freed = bytes;
        bytes = 0;
        return freed;
    }

    /** Writing or syncing has failed. */
    void retreat() {
        written = safe;
        torn = true;
    }

    /** Goes on with another file, which is empty; all of this one is on the disk. */
    void become(LogDirectory.WritableFile next) {
        try {
            file.close();
        } catch (IOException e) {
            // What was written to it is synced, or was never promised.
        }
        file = next;
        safe = 0;
        written = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
