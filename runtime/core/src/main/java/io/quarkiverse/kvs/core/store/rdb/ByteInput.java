package io.quarkiverse.kvs.core.store.rdb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Bytes that are read one after the other: those of an array, or of a stream, through buffers. Asking for more than there are
 * throws a {@link RdbFormatException}.
 * <p>
 * What was shown stays as it is: a buffer that is full of bytes that were read is left to the garbage collector, and another
 * one takes its place.
 */
final class ByteInput {

    static final int BUFFER = 64 * 1024;
    /** What is longer gets an array of its own. */
    private static final int LONG = 16 * 1024;
    /** How much is taken at once where it is not known whether there is more. */
    private static final int STEP = 1024 * 1024;
    private static final long MOST_EXPECTED = 1_000_000;
    /** As long as arrays can be on every JVM. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** Null for those of an array. */
    private final InputStream source;
    private final long size;
    private byte[] array;
    private int end;
    private int at;
    /** How many bytes there were before those of the array. */
    private long before;
    private final boolean checksum;
    private long crc;
    /** Up to where in the array bytes are part of the checksum. */
    private int summed;

    /**
     * @param from where to start in some bytes
     * @param to where to end
     */
    ByteInput(Bytes bytes, int from, int to) {
        source = null;
        checksum = false;
        array = bytes.array();
        at = bytes.offset() + from;
        end = bytes.offset() + to;
        size = end;
    }

    /**
     * @param size how many bytes the stream has; {@link Long#MAX_VALUE} if it is not known
     * @param checksum whether to compute one
     */
    ByteInput(InputStream source, long size, boolean checksum) {
        this.source = source;
        this.size = size;
        this.checksum = checksum;
        array = new byte[BUFFER];
    }

    /** The last of some bytes. */
    static int last(Bytes bytes) {
        return bytes.array()[bytes.offset() + bytes.length() - 1] & 0xff;
    }

    /** How many bytes of the array are left. */
    int left() {
        return end - at;
    }

    /** How many bytes of the stream were read. */
    long offset() {
        return before + at;
    }

    /** How many things of so many bytes are left at most; of a stream whose size is not known, a million at most. */
    long mostLeft(int bytes) {
        return size == Long.MAX_VALUE ? MOST_EXPECTED : Math.max(0, size - offset()) / bytes;
    }

    /** The checksum of all bytes that were read. */
    long crc() {
        sum(at);
        return crc;
    }

    /** What has not been read. */
    InputStream rest() {
        return new SequenceInputStream(new ByteArrayInputStream(array, at, end - at), source);
    }

    int unsignedByte() {
        // There may be another array afterwards.
        int first = take(1);
        return array[first] & 0xff;
    }

    /** A signed integer, the lowest byte first. */
    long littleEndian(int bytes) {
        int first = take(bytes);
        long number = array[first + bytes - 1];
        for (int i = bytes - 2; i >= 0; i--) {
            number = number << Byte.SIZE | array[first + i] & 0xff;
        }
        return number;
    }

    /** An unsigned integer of less than 8 bytes, the lowest byte first. */
    long unsignedLittleEndian(int bytes) {
        return littleEndian(bytes) & (1L << bytes * Byte.SIZE) - 1;
    }

    /** An unsigned integer, the highest byte first; 8 bytes may make it negative. */
    long bigEndian(int bytes) {
        int first = take(bytes);
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << Byte.SIZE | array[first + i] & 0xff;
        }
        return number;
    }

    /** Shows so many bytes. */
    void show(long length, Bytes view) {
        if (length <= left()) {
            view.show(array, at, (int) length);
            at += (int) length;
        } else if (source == null || length > size - offset()) {
            throw tooEarly();
        } else if (length <= LONG) {
            int first = take((int) length);
            view.show(array, first, (int) length);
        } else {
            view.show(readLong(length));
        }
    }

    /** @return where they begin */
    private int take(int bytes) {
        if (bytes > end - at) {
            fill(bytes);
        }
        int first = at;
        at += bytes;
        return first;
    }

    // The stream

    private RdbFormatException tooEarly() {
        return source == null ? new RdbFormatException("the bytes end too early") : RdbFormatException.truncated();
    }

    /** Sees to it that so many bytes are left: at most as many as a buffer takes. */
    private void fill(int wanted) {
        if (source == null) {
            throw tooEarly();
        }
        if (array.length - at < wanted) {
            sum(at);
            byte[] next = new byte[BUFFER];
            System.arraycopy(array, at, next, 0, left());
            before += at;
            end -= at;
            at = 0;
            summed = 0;
            array = next;
        }
        while (left() < wanted) {
            end += read(array, end, array.length - end);
        }
    }

    private void sum(int to) {
        if (checksum) {
            crc = Crc64.of(crc, array, summed, to - summed);
            summed = to;
        }
    }

    private int read(byte[] target, int offset, int length) {
        try {
            int read = source.read(target, offset, length);
            if (read <= 0) {
                throw tooEarly();
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads into an array of its own, which grows as bytes arrive, unless it is known that there are enough. */
    private byte[] readLong(long length) {
        if (length > LARGEST) {
            throw new RdbFormatException("a string of " + length + " bytes is too long");
        }
        try {
            byte[] bytes = new byte[(int) (size == Long.MAX_VALUE ? Math.min(length, STEP) : length)];
            int filled = left();
            System.arraycopy(array, at, bytes, 0, filled);
            sum(end);
            at = end;
            summed = end;
            int buffered = filled;
            while (filled < length) {
                if (filled == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, filled * 2L));
                }
                int read = read(bytes, filled, bytes.length - filled);
                filled += read;
                before += read;
            }
            if (checksum) {
                crc = Crc64.of(crc, bytes, buffered, filled - buffered);
            }
            return bytes;
        } catch (OutOfMemoryError e) {
            throw new RdbFormatException("a string of " + length + " bytes does not fit into memory");
        }
    }
}
