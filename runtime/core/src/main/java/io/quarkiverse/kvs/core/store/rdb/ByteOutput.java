package io.quarkiverse.kvs.core.store.rdb;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Bytes that become more and more: all in one array, or on their way to a sink, through a buffer.
 */
final class ByteOutput {

    /** Takes bytes before the array is used again. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] array, int offset, int length);
    }

    private static final int INITIAL = 64;
    /** The length of the buffer in front of a sink. */
    static final int BUFFER = 64 * 1024;
    /** As long as arrays can be on every JVM. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final Sink sink;
    private byte[] array;
    private int size;

    /** All in one array. */
    ByteOutput() {
        sink = null;
        array = new byte[INITIAL];
    }

    /** To a sink: only what puts bytes may be called, and {@link #flush()}. */
    ByteOutput(Sink sink) {
        this.sink = sink;
        array = new byte[BUFFER];
    }

    /** Hands what the buffer has to the sink. */
    void flush() {
        sink.write(array, 0, size);
        size = 0;
    }

    int size() {
        return size;
    }

    /** Begins again. */
    void clear() {
        size = 0;
    }

    /** Shows all that was put, until more is. */
    Bytes show(Bytes view) {
        return view.show(array, 0, size);
    }

    void put(int oneByte) {
        ensure(1);
        array[size++] = (byte) oneByte;
    }

    void put(Bytes bytes) {
        put(bytes.array(), bytes.offset(), bytes.length());
    }

    void put(byte[] bytes, int offset, int length) {
        if (sink != null && length > BUFFER) {
            putLong(bytes, offset, length);
            return;
        }
        ensure(length);
        System.arraycopy(bytes, offset, array, size, length);
        size += length;
    }

    /** Past the buffer, in pieces that are not long. */
    private void putLong(byte[] bytes, int offset, int length) {
        flush();
        for (int done = 0; done < length; done += BUFFER) {
            sink.write(bytes, offset + done, Math.min(BUFFER, length - done));
        }
    }

    /** Puts the lowest bytes of a number, the lowest first. */
    void putLittleEndian(long number, int bytes) {
        ensure(bytes);
        setLittleEndian(size, number, bytes);
        size += bytes;
    }

    /** Puts the lowest bytes of a number, the highest first. */
    void putBigEndian(long number, int bytes) {
        ensure(bytes);
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            array[size++] = (byte) (number >> shift);
        }
    }

    /** Writes a number over bytes that are there already. */
    void setLittleEndian(int offset, long number, int bytes) {
        long left = number;
        for (int i = 0; i < bytes; i++) {
            array[offset + i] = (byte) left;
            left >>= Byte.SIZE;
        }
    }

    private void ensure(int more) {
        if (more <= array.length - size) {
            return;
        }
        if (sink != null) {
            flush();
            return;
        }
        long needed = (long) size + more;
        if (needed > LARGEST) {
            throw new PayloadTooLargeException(needed);
        }
        array = Arrays.copyOf(array, (int) Math.min(LARGEST, Math.max(needed, array.length * 2L)));
    }
}
