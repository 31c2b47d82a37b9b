package io.quarkiverse.kvs.runtime.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of a small string entry: key, value and the time to live in one array, which is all that such an entry costs
 * beside its slot in the {@link EntryTable}.
 *
 * <pre>
 * byte 0      flags: bit 0 set = an expiry time follows
 * byte 1      length of the key, 0 to 255
 * 8 bytes     expiry time in milliseconds since 1970, little endian; only if flagged
 * ...         the key
 * ...         the value, to the end of the array
 * </pre>
 *
 * Key and expiry time of an array never change once it is in a table, its value may: read them without the segment's lock,
 * but the value under it.
 */
final class PackedString {

    static final int MAX_KEY = 255;
    /** From here on a separate array for the value costs little in proportion, and saves copying key and value together. */
    static final int MAX_VALUE = 1024;

    private static final int EXPIRES = 1;
    private static final int HEADER = 2;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedString() {
    }

    static boolean fits(Bytes key, Bytes value) {
        return key.length() <= MAX_KEY && value.length() <= MAX_VALUE;
    }

    /** @param expireAt milliseconds since 1970, or {@link Entry#NEVER} */
    static byte[] of(Bytes key, Bytes value, long expireAt) {
        boolean expires = expireAt != Entry.NEVER;
        int start = expires ? HEADER + Long.BYTES : HEADER;
        byte[] packed = new byte[start + key.length() + value.length()];
        packed[1] = (byte) key.length();
        if (expires) {
            packed[0] = EXPIRES;
            LONG.set(packed, HEADER, expireAt);
        }
        System.arraycopy(key.array(), key.offset(), packed, start, key.length());
        System.arraycopy(value.array(), value.offset(), packed, start + key.length(), value.length());
        return packed;
    }

    static int keyOffset(byte[] packed) {
        return (packed[0] & EXPIRES) == 0 ? HEADER : HEADER + Long.BYTES;
    }

    static int keyLength(byte[] packed) {
        return packed[1] & 0xff;
    }

    static int valueOffset(byte[] packed) {
        return keyOffset(packed) + keyLength(packed);
    }

    static long expireAt(byte[] packed) {
        return (packed[0] & EXPIRES) == 0 ? Entry.NEVER : (long) LONG.get(packed, HEADER);
    }
}
