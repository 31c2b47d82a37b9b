package io.quarkiverse.kvs.leveldb;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Bytes that LevelDB has written, to be read one thing after the other; all methods refuse to read behind the end. */
final class LevelDbInput {

    private static final int MASK_DELTA = 0xa282ead8;
    private static final int LENGTH_BITS = 7;
    private static final int MORE = 1 << LENGTH_BITS;

    private final byte[] bytes;
    private final int end;
    private int at;

    LevelDbInput(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        end = to;
    }

    LevelDbInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    boolean hasMore() {
        return at < end;
    }

    int left() {
        return end - at;
    }

    int position() {
        return at;
    }

    int unsignedByte() throws IOException {
        require(1);
        return bytes[at++] & 0xff;
    }

    /** A number of so many bytes, the lowest first. */
    long fixed(int size) throws IOException {
        require(size);
        long number = 0;
        for (int i = 0; i < size; i++) {
            number |= (bytes[at++] & 0xffL) << i * Byte.SIZE;
        }
        return number;
    }

    /** A number of 7 bits a byte, the lowest first; the highest bit is set where more follow. */
    long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += LENGTH_BITS) {
            int next = unsignedByte();
            number |= (long) (next & MORE - 1) << shift;
            if (next < MORE) {
                return number;
            }
        }
        throw broken();
    }

    /** A number that is no larger than an array can be. */
    int length() throws IOException {
        long length = number();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw broken();
        }
        return (int) length;
    }

    byte[] string() throws IOException {
        return take(length());
    }

    byte[] take(int length) throws IOException {
        require(length);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    private void require(int length) throws IOException {
        if (length < 0 || length > end - at) {
            throw broken();
        }
    }

    static IOException broken() {
        return new IOException("a file of LevelDB is damaged");
    }

    /** The checksum of bytes as LevelDB stores it: one of bytes that hold checksums would be of little use. */
    static int checksum(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
