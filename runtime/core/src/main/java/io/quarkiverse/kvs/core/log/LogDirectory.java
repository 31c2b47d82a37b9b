package io.quarkiverse.kvs.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The directory that the files of the log and snapshots lie in: everything that is done to the disk passes here, so that tests
 * can put a disk in its place that fails.
 * <p>
 * Names are those of files directly in the directory. Safe for use by several threads, unless two work with the same file.
 */
public interface LogDirectory {

    /** A file that is written. Not safe for use by several threads. */
    interface WritableFile extends Closeable {

        /**
         * Writes all of the bytes from a position on, over what may be there. They are on the disk after {@link #sync()}.
         *
         * @param bytes of an array
         */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** Says that what is written next, so many bytes, is synced before anything else is written. */
        default void syncFollows(long bytes) {
        }

        /** Waits until everything that was written is on the disk, as far as the operating system can tell. */
        void sync() throws IOException;

        /** Cuts off what is behind a position. */
        void truncate(long size) throws IOException;
    }

    /** How to call it in messages. */
    String path();

    /** Creates it if it is not there. */
    void create() throws IOException;

    /**
     * Puts in order what a process that has ended without closing its files has left. To be called once, before anything is
     * read.
     */
    default void recover() throws IOException {
    }

    /** The names of the files in it; none if it is not there. */
    List<String> names() throws IOException;

    boolean exists(String name);

    /** The length of a file, in bytes. */
    long size(String name) throws IOException;

    /** Reads a file from its beginning. */
    InputStream read(String name) throws IOException;

    /** Opens a file to write to it, and creates it if it is not there; what it holds stays. */
    WritableFile write(String name) throws IOException;

    /** Gives a file another name, in the place of the file that may have it; at once, or not at all. */
    void rename(String from, String to) throws IOException;

    /** Removes a file, if it is there. */
    void delete(String name) throws IOException;

    /** Waits until names of files that were created, renamed and deleted are on the disk. */
    void sync() throws IOException;

    /**
     * Writes a small file as a whole: after this, either it is on the disk, or what had its name before still is.
     *
     * @param temporary the name to write it under first
     */
    default void replace(String name, String temporary, byte[] content) throws IOException {
        delete(temporary);
        try (WritableFile file = write(temporary)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.sync();
        }
        rename(temporary, name);
        sync();
    }
}
