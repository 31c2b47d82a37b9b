package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Bytes that are read one after the other; whoever wants more than there are gets a {@link RdbFormatException}.
 */
final class ByteInput {

    private final byte[] array;
    private final int end;
    private int at;

    /**
     * @param from where to start in some bytes
     * @param to where to end
     */
    ByteInput(Bytes bytes, int from, int to) {
        array = bytes.array();
        at = bytes.offset() + from;
        end = bytes.offset() + to;
    }

    /** The last of some bytes. */
    static int last(Bytes bytes) {
        return bytes.array()[bytes.offset() + bytes.length() - 1] & 0xff;
    }

    int left() {
        return end - at;
    }

    int unsignedByte() {
        return array[take(1)] & 0xff;
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
        view.show(array, take(length), (int) length);
    }

    /** @return where they begin */
    private int take(long bytes) {
        if (bytes > left()) {
            throw new RdbFormatException("the bytes end too early");
        }
        int first = at;
        at += (int) bytes;
        return first;
    }
}
