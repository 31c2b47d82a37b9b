package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * Writes what values are made of in the RDB format.
 *
 * <pre>
 * length   00LLLLLL
 *          01LLLLLL LLLLLLLL
 *          80, 4 bytes, the highest first
 *          81, 8 bytes, the highest first
 * string   length, bytes
 *          c0, c1 or c2 and 1, 2 or 4 bytes, the lowest first: an integer, the text of which it is
 *          c3, length of LZF data, length of the string, LZF data: see {@link LzfDecompressor}
 * number   a double of 8 bytes, the lowest first
 * </pre>
 */
final class RdbWriter {

    static final int SHORT = 0x40;
    static final int INT = 0x80;
    static final int LONG = 0x81;
    static final int INT8_TEXT = 0xc0;
    static final int INT16_TEXT = 0xc1;
    static final int INT32_TEXT = 0xc2;
    static final int COMPRESSED = 0xc3;

    private static final int TINY_MAX = (1 << 6) - 1;
    private static final int SHORT_MAX = (1 << 14) - 1;
    private static final long MAX_UNSIGNED_INT = 0xffffffffL;
    /** What the text of an integer of 4 bytes has at most. */
    private static final int INT_DIGITS = 11;
    /** Up to this length, Redis does not even try. */
    private static final int NOT_COMPRESSED = 20;
    /** So many bytes are to be saved, or a string stays as it is. */
    private static final int GAIN = 4;

    private final ByteOutput out;
    private final LzfCompressor compressor;

    /**
     * @param out where to
     * @param compressor compresses long strings, where this makes them shorter; null if it is not to be tried
     */
    RdbWriter(ByteOutput out, LzfCompressor compressor) {
        this.out = out;
        this.compressor = compressor;
    }

    /** What has been written. */
    ByteOutput output() {
        return out;
    }

    void type(RdbType type) {
        out.put(type.code);
    }

    /** @param length may be an unsigned number */
    void length(long length) {
        if (length < 0) {
            out.put(LONG);
            out.putBigEndian(length, Long.BYTES);
        } else if (length <= TINY_MAX) {
            out.put((int) length);
        } else if (length <= SHORT_MAX) {
            out.putBigEndian(SHORT << Byte.SIZE | length, Short.BYTES);
        } else if (length <= MAX_UNSIGNED_INT) {
            out.put(INT);
            out.putBigEndian(length, Integer.BYTES);
        } else {
            out.put(LONG);
            out.putBigEndian(length, Long.BYTES);
        }
    }

    void string(Bytes string) {
        int length = string.length();
        if (length <= INT_DIGITS && Decimal.isLong(string) && integer(Decimal.parseLong(string))) {
            return;
        }
        if (length > NOT_COMPRESSED && compressor != null && compressed(string)) {
            return;
        }
        length(length);
        out.put(string);
    }

    /** @return false if it is too large */
    private boolean integer(long number) {
        if (number == (byte) number) {
            out.put(INT8_TEXT);
            out.putLittleEndian(number, Byte.BYTES);
        } else if (number == (short) number) {
            out.put(INT16_TEXT);
            out.putLittleEndian(number, Short.BYTES);
        } else if (number == (int) number) {
            out.put(INT32_TEXT);
            out.putLittleEndian(number, Integer.BYTES);
        } else {
            return false;
        }
        return true;
    }

    /** @return false if that would not be shorter */
    private boolean compressed(Bytes string) {
        byte[] shorter = compressor.room(string.length() - GAIN);
        int length = compressor.compress(string, shorter, Math.min(shorter.length, string.length() - GAIN));
        if (length == 0) {
            return false;
        }
        out.put(COMPRESSED);
        length(length);
        length(string.length());
        out.put(shorter, 0, length);
        return true;
    }

    void number(double number) {
        out.putLittleEndian(Double.doubleToRawLongBits(number), Double.BYTES);
    }
}
