package io.quarkiverse.kvs.core.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The layout of a small entry: key, value and the time to live in one array, which is all that such an entry costs beside its
 * slot in the {@link EntryTable}. Strings are laid out so, and collections as far as {@link Value#packedLength} says that they
 * can be.
 *
 * <pre>
 * byte 0      flags: bit 0 set = an expiry time follows; bits 1 and 2 = the {@link StringEncoding}'s ordinal, or the
 *             {@link Value#packedForm} of a collection; bits 3 to 5 = the {@link ValueType}'s ordinal
 * byte 1      length of the key, 0 to 255
 * bytes 2-4   when it was last used, little endian: see {@link AccessClock}
 * 8 bytes     expiry time in milliseconds since 1970, little endian; only if flagged
 * ...         the key
 * ...         the value, to the end of the array
 * </pre>
 *
 * Key and expiry time of an array never change once it is in a table, nor does a collection: they may be read without the
 * segment's lock. The rest may change, under the lock.
 */
public final class PackedEntry {

    static final int MAX_KEY = 255;
    /** From here on a separate array for the value costs little in proportion, and saves copying key and value together. */
    static final int MAX_VALUE = 1024;

    /** The flags of an array that nothing has been written to yet: those of a collection are others. */
    private static final byte NEW = 0;
    private static final int EXPIRES = 1;
    private static final int FORM_SHIFT = 1;
    private static final int FORM_BITS = 3;
    private static final int TYPE_SHIFT = 3;
    private static final int TYPE_BITS = 7;
    private static final int HEADER = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final StringEncoding[] ENCODINGS = StringEncoding.values();
    private static final ValueType[] TYPES = ValueType.values();

    private PackedEntry() {
    }

    static boolean fits(int keyLength, int valueLength) {
        return keyLength <= MAX_KEY && valueLength <= MAX_VALUE;
    }

    /**
     * A string.
     *
     * @param expireAt milliseconds since 1970, or {@link Entry#NEVER}
     */
    static byte[] of(Bytes key, Bytes value, StringEncoding encoding, long expireAt, int access) {
        byte[] packed = new byte[start(key.length(), expireAt) + value.length()];
        head(packed, encoding.ordinal() << FORM_SHIFT, key, expireAt, access);
        System.arraycopy(value.array(), value.offset(), packed, packed.length - value.length(), value.length());
        return packed;
    }

    /** A collection, or null if it cannot be laid out so. */
    static byte[] of(Bytes key, Value value, long expireAt, int access) {
        int length = value.packedLength();
        if (length < 0 || !fits(key.length(), length)) {
            return null;
        }
        int start = start(key.length(), expireAt);
        int flags = value.packedForm() << FORM_SHIFT | value.type().ordinal() << TYPE_SHIFT;
        byte[] packed = value.packed(start);
        if (packed[0] != NEW) {
            if (begins(packed, flags, key, expireAt, access)) {
                return packed;
            }
            byte[] own = new byte[packed.length];
            System.arraycopy(packed, start, own, start, length);
            packed = own;
        }
        head(packed, flags, key, expireAt, access);
        return packed;
    }

    /** The same with another key and another expiry time; the key is not too long. */
    static byte[] anew(byte[] packed, Bytes key, long expireAt, int access) {
        int from = valueOffset(packed);
        int start = start(key.length(), expireAt);
        byte[] anew = new byte[start + packed.length - from];
        head(anew, packed[0] & ~EXPIRES, key, expireAt, access);
        System.arraycopy(packed, from, anew, start, packed.length - from);
        return anew;
    }

    private static int start(int keyLength, long expireAt) {
        return (expireAt == Entry.NEVER ? HEADER : HEADER + Long.BYTES) + keyLength;
    }

    private static void head(byte[] packed, int flags, Bytes key, long expireAt, int access) {
        boolean expires = expireAt != Entry.NEVER;
        packed[0] = (byte) (flags | (expires ? EXPIRES : 0));
        packed[1] = (byte) key.length();
        access(packed, access);
        if (expires) {
            LONG.set(packed, HEADER, expireAt);
        }
        System.arraycopy(key.array(), key.offset(), packed, keyOffset(packed), key.length());
    }

    /** Whether an array begins as {@link #head} would write it: a value that has been taken out of one keeps its beginning. */
    private static boolean begins(byte[] packed, int flags, Bytes key, long expireAt, int access) {
        return packed[0] == (byte) (flags | (expireAt != Entry.NEVER ? EXPIRES : 0)) && access(packed) == access
                && expireAt(packed) == expireAt && key.sameAs(packed, keyOffset(packed), keyLength(packed));
    }

    /**
     * Puts another string in the place of the one that is there, if it has the same length, and the entry neither
     * has nor gets an expiry time.
     */
    static boolean overwrite(byte[] packed, Bytes key, Bytes value, StringEncoding encoding, int access) {
        if (packed.length != HEADER + key.length() + value.length() || (packed[0] & ~(FORM_BITS << FORM_SHIFT)) != 0) {
            return false;
        }
        packed[0] = (byte) (encoding.ordinal() << FORM_SHIFT);
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

    static ValueType type(byte[] packed) {
        return TYPES[packed[0] >> TYPE_SHIFT & TYPE_BITS];
    }

    static boolean isString(byte[] packed) {
        return (packed[0] >> TYPE_SHIFT & TYPE_BITS) == 0;
    }

    /** The collection, which leaves the array as it is when it is changed. */
    static Value collection(byte[] packed) {
        return type(packed).description().unpack(packed, valueOffset(packed), packed[0] >> FORM_SHIFT & FORM_BITS);
    }

    static StringEncoding encoding(byte[] packed) {
        return ENCODINGS[packed[0] >> FORM_SHIFT & FORM_BITS];
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
