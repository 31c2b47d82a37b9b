package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.value.ListpackSize;

/**
 * Writes a listpack: elements side by side, integers in few bytes.
 *
 * <pre>
 * listpack   length of it all (4 bytes), number of elements (2 bytes, 65535 for as many or more), elements, ff
 * element    what it is, length of that: 7 bits a byte, the highest bit set in all but the first
 * what       0NNNNNNN                       an integer from 0 to 127
 *            110NNNNN NNNNNNNN              one of 13 bits
 *            f1, f2, f3 or f4               one of 2, 3, 4 or 8 bytes, which follow
 *            10LLLLLL, bytes                a string
 *            1110LLLL LLLLLLLL, bytes       a longer one
 *            f0, 4 bytes of length, bytes   an even longer one
 * </pre>
 *
 * Of numbers of whole bytes, the lowest byte comes first.
 */
final class ListpackWriter {

    static final int HEADER = Integer.BYTES + Short.BYTES;
    static final int END = 0xff;
    /** From so many elements on, they are not counted. */
    static final int UNCOUNTED = 0xffff;

    static final int STRING6 = 0x80;
    static final int INT13 = 0xc0;
    static final int STRING12 = 0xe0;
    static final int STRING32 = 0xf0;
    static final int INT16 = 0xf1;
    static final int INT24 = 0xf2;
    static final int INT32 = 0xf3;
    static final int INT64 = 0xf4;

    static final int INT24_BYTES = 3;

    private final ByteOutput out = new ByteOutput();
    private int count;

    ListpackWriter() {
        clear();
    }

    /** Begins again. What was shown is not to be used any more. */
    void clear() {
        out.clear();
        out.putLittleEndian(0, HEADER);
        count = 0;
    }

    int count() {
        return count;
    }

    /** The bytes that it takes so far. */
    int size() {
        return out.size() + 1;
    }

    void add(Bytes element) {
        if (Decimal.isLong(element)) {
            add(Decimal.parseLong(element));
            return;
        }
        int start = out.size();
        int length = element.length();
        if (length < 1 << 6) {
            out.put(STRING6 | length);
        } else if (length < 1 << 12) {
            out.putBigEndian(STRING12 << Byte.SIZE | length, Short.BYTES);
        } else {
            out.put(STRING32);
            out.putLittleEndian(length, Integer.BYTES);
        }
        out.put(element);
        close(start);
    }

    void add(long number) {
        int start = out.size();
        if (number >= 0 && number < 1 << 7) {
            out.put((int) number);
        } else if (fits(number, 13)) {
            out.putBigEndian(INT13 << Byte.SIZE | number & (1 << 13) - 1, Short.BYTES);
        } else if (fits(number, Short.SIZE)) {
            put(INT16, number, Short.BYTES);
        } else if (fits(number, INT24_BYTES * Byte.SIZE)) {
            put(INT24, number, INT24_BYTES);
        } else if (fits(number, Integer.SIZE)) {
            put(INT32, number, Integer.BYTES);
        } else {
            put(INT64, number, Long.BYTES);
        }
        close(start);
    }

    private static boolean fits(long number, int bits) {
        return number >> bits - 1 == number >> Long.SIZE - 1;
    }

    private void put(int what, long number, int bytes) {
        out.put(what);
        out.putLittleEndian(number, bytes);
    }

    private void close(int start) {
        int length = out.size() - start;
        int bytes = backwardLength(length);
        for (int i = 0; i < bytes; i++) {
            out.put(backwardByte(length, bytes, i));
        }
        count++;
    }

    /** The number of bytes that tell a length backwards. */
    static int backwardLength(int length) {
        return ListpackSize.backwardLength(length);
    }

    /** One of those bytes, as they stand in memory. */
    static int backwardByte(int length, int bytes, int index) {
        int bits = length >> 7 * (bytes - 1 - index) & 0x7f;
        return index == 0 ? bits : bits | 0x80;
    }

    /** Shows it all. Nothing can be added before it is {@linkplain #clear() cleared}. */
    Bytes close() {
        out.put(END);
        out.setLittleEndian(0, out.size(), Integer.BYTES);
        out.setLittleEndian(Integer.BYTES, Math.min(count, UNCOUNTED), Short.BYTES);
        return out.show(new Bytes());
    }
}
