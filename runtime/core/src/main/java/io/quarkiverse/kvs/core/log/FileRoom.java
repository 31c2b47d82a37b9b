package io.quarkiverse.kvs.core.log;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Zero bytes behind the end of what is in a file, which take no place on the disk: while there is room, a sync of what is
 * appended need not write the length of the file, and takes a quarter less.
 */
public final class FileRoom {

    /** A file is made longer by so many bytes at once. */
    private static final int BYTES = 256 * 1024;

    private FileRoom() {
    }

    /** Sees to it that the file does not become longer by what is written in front of a position. */
    public static void reserve(RandomAccessFile file, long position) throws IOException {
        if (position > file.length()) {
            file.setLength(position + BYTES);
        }
    }

    /**
     * Cuts off what is behind the end.
     *
     * @return whether there was anything
     */
    public static boolean cut(RandomAccessFile file, long end) throws IOException {
        if (file.length() <= end) {
            return false;
        }
        file.setLength(end);
        return true;
    }
}
