package io.quarkiverse.kvs.core.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.StringEncoding;

/**
 * The layout of a small string entry: key, value and the time to live in one array, which is all that such an entry costs
 * beside its slot in the {@link EntryTable}.
 *
 * <pre>
 * byte 0      flags: bit 0 set = an expiry time follows; bits 1 and 2 = the {@link StringEncoding}'s ordinal
 * byte 1      length of the key, 0 to 255
 * bytes 2-4   when it was last used, little endian: see {@link AccessClock}
 * 8 bytes     expiry time in milliseconds since 1970, little endian; only if flagged
 * ...         the key
 * ...         the value, to the end of the array
 * </pre>
 *
 * Key and expiry time of an array never change once it is in a table: they may be read without the segment's lock. The rest may
 * change, under the lock.
 */
public final class PackedString {

    static final int MAX_KEY = 255;
    /** From here on a separate array for the value costs little in proportion, and saves copying key and value together. */
    static final int MAX_VALUE = 1024;

    private static final int EXPIRES = 1;
    private static final int ENCODING_SHIFT = 1;
    private static final int ENCODING_BITS = 3;
    private static final int HEADER = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final StringEncoding[] ENCODINGS = StringEncoding.values();

    private PackedString() {
    }

    static boolean fits(int keyLength, int valueLength) {
        return keyLength <= MAX_KEY && valueLength <= MAX_VALUE;
    }

    /** @param expireAt milliseconds since 1970, or {@link Entry#NEVER} */
    static byte[] of(Bytes key, Bytes value, StringEncoding encoding, long expireAt, int access) {
        boolean expires = expireAt != Entry.NEVER;
        int start = expires ? HEADER + Long.BYTES : HEADER;
        byte[] packed = new byte[start + key.length() + value.length()];
        packed[0] = (byte) ((expires ? EXPIRES : 0) | encoding.ordinal() << ENCODING_SHIFT);
        packed[1] = (byte) key.length();
        access(packed, access);
        if (expires) {
            LONG.set(packed, HEADER, expireAt);
        }
        System.arraycopy(key.array(), key.offset(), packed, start, key.length());
        System.arraycopy(value.array(), value.offset(), packed, start + key.length(), value.length());
        return packed;
    }

    /**
     * Puts another value in the place of the one that is there, if it has the same length, and the entry neither
     * has nor gets an expiry time.
     */
    static boolean overwrite(byte[] packed, Bytes key, Bytes value, StringEncoding encoding, int access) {
        if (packed.length != HEADER + key.length() + value.length() || (packed[0] & EXPIRES) != 0) {
            return false;
        }
        packed[0] = (byte) (encoding.ordinal() << ENCODING_SHIFT);
        access(packed, access);
        System.arraycopy(value.array(), value.offset(), packed, HEADER + key.length(), value.length());
        return true;
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

    static StringEncoding encoding(byte[] packed) {
        return ENCODINGS[packed[0] >> ENCODING_SHIFT & ENCODING_BITS];
    }

    static long expireAt(byte[] packed) {
        return (packed[0] & EXPIRES) == 0 ? Entry.NEVER : (long) LONG.get(packed, HEADER);
    }

    static int access(byte[] packed) {
        return packed[2] & 0xff | (packed[3] & 0xff) << 8 | (packed[4] & 0xff) << 16;
    }

    static void access(byte[] packed, int access) {
        packed[2] = (byte) access;
        packed[3] = (byte) (access >> 8);
        packed[4] = (byte) (access >> 16);
    }
}
