package io.quarkiverse.kvs.core.store.rdb;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Bytes that become more and more. */
final class ByteOutput {

    private static final int INITIAL = 64;
    /** As long as arrays can be on every JVM. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] array = new byte[INITIAL];
    private int size;

    int size() {
        return size;
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
        ensure(length);
        System.arraycopy(bytes, offset, array, size, length);
        size += length;
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
        long needed = (long) size + more;
        if (needed > LARGEST) {
            throw new PayloadTooLargeException(needed);
        }
        array = Arrays.copyOf(array, (int) Math.min(LARGEST, Math.max(needed, array.length * 2L)));
    }
}
