package io.quarkiverse.kvs.core.store.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Bytes as a row of bits, counted as Redis does: bit 0 is the most significant bit of the first byte. Long rows are
 * walked eight bytes at a time.
 */
public final class Bitmap {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bitmap() {
    }

    /**
     * The number of bits that are set, from one bit to another.
     *
     * @param to the first bit that does not count; at most the number of bits there are
     */
    public static long count(Bytes bytes, long from, long to) {
        if (from >= to) {
            return 0;
        }
        byte[] array = bytes.array();
        int first = bytes.offset() + (int) (from >> 3);
        int last = bytes.offset() + (int) (to - 1 >> 3);
        long count = 0;
        int at = first;
        for (; at + Long.BYTES <= last + 1; at += Long.BYTES) {
            count += Long.bitCount((long) LONG.get(array, at));
        }
        for (; at <= last; at++) {
            count += Integer.bitCount(array[at] & 0xff);
        }
        // What the first and the last byte have outside the range.
        count -= Integer.bitCount(array[first] & 0xff00 >> (from & 7) & 0xff);
        count -= Integer.bitCount(array[last] & 0x7f >> (to - 1 & 7));
        return count;
    }

    /**
     * The first bit that is set, or that is not, from one bit to another; -1 if there is none.
     *
     * @param to the first bit that is not looked at; at most the number of bits there are
     */
    public static long position(Bytes bytes, boolean set, long from, long to) {
        if (from >= to) {
            return -1;
        }
        byte[] array = bytes.array();
        int offset = bytes.offset();
        long skipped = set ? 0 : -1;
        int at = (int) (from >> 3);
        int end = (int) (to + 7 >> 3);
        int different = (array[offset + at] ^ (int) skipped) & 0xff >> (from & 7);
        if (different == 0) {
            at++;
            while (at + Long.BYTES <= end && (long) LONG.get(array, offset + at) == skipped) {
                at += Long.BYTES;
            }
            while (at < end && array[offset + at] == (byte) skipped) {
                at++;
            }
            if (at == end) {
                return -1;
            }
            different = (array[offset + at] ^ (int) skipped) & 0xff;
        }
        long position = at * 8L + Integer.numberOfLeadingZeros(different) - (Integer.SIZE - Byte.SIZE);
        return position < to ? position : -1;
    }

    /** The unsigned integer that some bits are, 64 at most; bits behind the end are zeros. */
    public static long get(Bytes bytes, long from, int bits) {
        long value = 0;
        long at = from;
        for (int left = bits; left > 0;) {
            int inByte = (int) (at & 7);
            int taken = Math.min(Byte.SIZE - inByte, left);
            int octet = at >> 3 < bytes.length() ? bytes.array()[bytes.offset() + (int) (at >> 3)] & 0xff : 0;
            value = value << taken | octet >> Byte.SIZE - inByte - taken & (1 << taken) - 1;
            at += taken;
            left -= taken;
        }
        return value;
    }

    /** Sets some bits, 64 at most and all of them there, to the lowest bits of a value. */
    public static void set(Bytes bytes, long from, int bits, long value) {
        byte[] array = bytes.array();
        long at = from;
        for (int left = bits; left > 0;) {
            int inByte = (int) (at & 7);
            int taken = Math.min(Byte.SIZE - inByte, left);
            int shift = Byte.SIZE - inByte - taken;
            int mask = (1 << taken) - 1 << shift;
            left -= taken;
            int index = bytes.offset() + (int) (at >> 3);
            array[index] = (byte) (array[index] & ~mask | (int) (value >>> left) << shift & mask);
            at += taken;
        }
    }

    // Whole rows. The second one may be shorter, and is then followed by zeros.

    /** Leaves those bits set that are set in both. */
    public static void and(byte[] target, Bytes other) {
        byte[] array = other.array();
        int offset = other.offset();
        int length = other.length();
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            LONG.set(target, at, (long) LONG.get(target, at) & (long) LONG.get(array, offset + at));
        }
        for (; at < length; at++) {
            target[at] &= array[offset + at];
        }
        Arrays.fill(target, length, target.length, (byte) 0);
    }

    /** Sets those bits that are set in the other. */
    public static void or(byte[] target, Bytes other) {
        byte[] array = other.array();
        int offset = other.offset();
        int length = other.length();
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            LONG.set(target, at, (long) LONG.get(target, at) | (long) LONG.get(array, offset + at));
        }
        for (; at < length; at++) {
            target[at] |= array[offset + at];
        }
    }

    /** Turns those bits over that are set in the other. */
    public static void xor(byte[] target, Bytes other) {
        byte[] array = other.array();
        int offset = other.offset();
        int length = other.length();
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            LONG.set(target, at, (long) LONG.get(target, at) ^ (long) LONG.get(array, offset + at));
        }
        for (; at < length; at++) {
            target[at] ^= array[offset + at];
        }
    }

    /** Turns every bit over. */
    public static void not(byte[] target) {
        int at = 0;
        for (; at + Long.BYTES <= target.length; at += Long.BYTES) {
            LONG.set(target, at, ~(long) LONG.get(target, at));
        }
        for (; at < target.length; at++) {
            target[at] = (byte) ~target[at];
        }
    }
}
