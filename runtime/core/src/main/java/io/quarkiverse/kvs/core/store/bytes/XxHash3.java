package io.quarkiverse.kvs.core.store.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The hash function XXH3 of 64 bits, without a seed, as its specification describes it: what the command DIGEST answers.
 * Stateless.
 */
public final class XxHash3 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long MIX_1 = 0x165667919E3779F9L;
    private static final long MIX_2 = 0x9FB21C651E98DF25L;
    private static final long LOW = 0xFFFF_FFFFL;

    /** The secret that everyone has. */
    private static final byte[] SECRET = HexFormat.of()
            .parseHex("b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                    + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                    + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
                    + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
                    + "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
                    + "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");

    private static final int LANES = 8;
    private static final int STRIPE = LANES * Long.BYTES;
    /** By so many bytes, the secret moves on with each stripe. */
    private static final int STEP = 8;
    private static final int SHORT = 16;
    private static final int MIDDLE = 128;
    private static final int LONG_FROM = 241;
    /** As much of the secret is used for texts of a middle length. */
    private static final int MIDDLE_SECRET = 136;

    private XxHash3() {
    }

    /** The hash of some bytes. */
    public static long of(Bytes text) {
        byte[] in = text.array();
        int at = text.offset();
        int length = text.length();
        if (length <= SHORT) {
            return ofShort(in, at, length);
        }
        if (length <= MIDDLE) {
            return ofMiddle(in, at, length);
        }
        return length < LONG_FROM ? ofLonger(in, at, length) : ofLong(in, at, length);
    }

    /** The hash as sixteen hexadecimal digits. */
    public static String text(Bytes text) {
        return HexFormat.of().toHexDigits(of(text));
    }

    private static long ofShort(byte[] in, int at, int length) {
        if (length > 8) {
            long low = int64(in, at) ^ int64(SECRET, 24) ^ int64(SECRET, 32);
            long high = int64(in, at + length - 8) ^ int64(SECRET, 40) ^ int64(SECRET, 48);
            return avalanche(length + Long.reverseBytes(low) + high + fold(low, high));
        }
        if (length >= 4) {
            long first = int32(in, at);
            long last = int32(in, at + length - 4);
            long mixed = last + (first << 32) ^ int64(SECRET, 8) ^ int64(SECRET, 16);
            mixed ^= Long.rotateLeft(mixed, 49) ^ Long.rotateLeft(mixed, 24);
            mixed *= MIX_2;
            mixed ^= (mixed >>> 35) + length;
            mixed *= MIX_2;
            return mixed ^ mixed >>> 28;
        }
        if (length > 0) {
            long combined = (long) (in[at] & 0xff) << 16 | (long) (in[at + (length >> 1)] & 0xff) << 24
                    | in[at + length - 1] & 0xff | (long) length << 8;
            return finish(combined ^ int32(SECRET, 0) ^ int32(SECRET, 4));
        }
        return finish(int64(SECRET, 56) ^ int64(SECRET, 64));
    }

    private static long ofMiddle(byte[] in, int at, int length) {
        long sum = length * PRIME64_1;
        int end = at + length;
        // Pairs of pieces, from the middle to both ends.
        for (int pair = (length - 1) / 32; pair >= 0; pair--) {
            sum += mix(in, at + 16 * pair, 32 * pair) + mix(in, end - 16 * (pair + 1), 32 * pair + 16);
        }
        return avalanche(sum);
    }

    private static long ofLonger(byte[] in, int at, int length) {
        long sum = length * PRIME64_1;
        for (int i = 0; i < 8; i++) {
            sum += mix(in, at + 16 * i, 16 * i);
        }
        sum = avalanche(sum);
        for (int i = 8; i < length / 16; i++) {
            sum += mix(in, at + 16 * i, 16 * (i - 8) + 3);
        }
        return avalanche(sum + mix(in, at + length - 16, MIDDLE_SECRET - 17));
    }

    private static long ofLong(byte[] in, int at, int length) {
        long[] lanes = { PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1 };
        int stripes = (SECRET.length - STRIPE) / STEP;
        int whole = (length - 1) / STRIPE;
        for (int stripe = 0; stripe < whole; stripe++) {
            accumulate(lanes, in, at + stripe * STRIPE, stripe % stripes * STEP);
            if (stripe % stripes == stripes - 1) {
                scramble(lanes);
            }
        }
        accumulate(lanes, in, at + length - STRIPE, SECRET.length - STRIPE - 7);
        long sum = length * PRIME64_1;
        for (int i = 0; i < LANES; i += 2) {
            sum += fold(lanes[i] ^ int64(SECRET, 11 + 8 * i), lanes[i + 1] ^ int64(SECRET, 19 + 8 * i));
        }
        return avalanche(sum);
    }

    private static void accumulate(long[] lanes, byte[] in, int at, int secret) {
        for (int i = 0; i < LANES; i++) {
            long value = int64(in, at + 8 * i);
            long key = value ^ int64(SECRET, secret + 8 * i);
            lanes[i ^ 1] += value;
            lanes[i] += (key & LOW) * (key >>> 32);
        }
    }

    private static void scramble(long[] lanes) {
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (lanes[i] ^ lanes[i] >>> 47 ^ int64(SECRET, SECRET.length - STRIPE + 8 * i)) * PRIME32_1;
        }
    }

    private static long mix(byte[] in, int at, int secret) {
        return fold(int64(in, at) ^ int64(SECRET, secret), int64(in, at + 8) ^ int64(SECRET, secret + 8));
    }

    /** Both halves of the product of two unsigned numbers, combined. */
    private static long fold(long one, long other) {
        long high = Math.multiplyHigh(one, other) + (one >> 63 & other) + (other >> 63 & one);
        return one * other ^ high;
    }

    private static long avalanche(long sum) {
        long mixed = (sum ^ sum >>> 37) * MIX_1;
        return mixed ^ mixed >>> 32;
    }

    private static long finish(long sum) {
        long mixed = (sum ^ sum >>> 33) * PRIME64_2;
        mixed = (mixed ^ mixed >>> 29) * PRIME64_3;
        return mixed ^ mixed >>> 32;
    }

    private static long int64(byte[] in, int at) {
        return (long) LONG.get(in, at);
    }

    private static long int32(byte[] in, int at) {
        return (int) INT.get(in, at) & LOW;
    }
}
