package io.quarkiverse.kvs.runtime.store;

import java.util.Arrays;

/**
 * A key with its value and time to live, for everything that is not a small string. Small strings are one array each, laid
 * out by {@link PackedString}; the static methods here take either form, as a slot of an {@link EntryTable} holds it.
 */
final class Entry {

    /** The expiry time of what does not expire. */
    static final long NEVER = -1;

    final byte[] key;
    final byte[] value;
    final long expireAt;

    Entry(byte[] key, byte[] value, long expireAt) {
        this.key = key;
        this.value = value;
        this.expireAt = expireAt;
    }

    /** The smallest form for a string. Copies key and value. */
    static Object ofString(Bytes key, Bytes value, long expireAt) {
        return PackedString.fits(key, value) ? PackedString.of(key, value, expireAt)
                : new Entry(key.copy(), value.copy(), expireAt);
    }

    static boolean hasKey(Object entry, Key key) {
        if (entry instanceof byte[] packed) {
            int length = key.length();
            if (PackedString.keyLength(packed) != length) {
                return false;
            }
            int at = PackedString.keyOffset(packed);
            return Arrays.equals(packed, at, at + length, key.array(), key.offset(), key.offset() + length);
        }
        byte[] own = ((Entry) entry).key;
        return Arrays.equals(own, 0, own.length, key.array(), key.offset(), key.offset() + key.length());
    }

    static long hash(Object entry) {
        if (entry instanceof byte[] packed) {
            return KeyHash.of(packed, PackedString.keyOffset(packed), PackedString.keyLength(packed));
        }
        byte[] own = ((Entry) entry).key;
        return KeyHash.of(own, 0, own.length);
    }

    static Bytes showKey(Object entry, Bytes view) {
        if (entry instanceof byte[] packed) {
            return view.show(packed, PackedString.keyOffset(packed), PackedString.keyLength(packed));
        }
        byte[] own = ((Entry) entry).key;
        return view.show(own, 0, own.length);
    }

    static Bytes showValue(Object entry, Bytes view) {
        if (entry instanceof byte[] packed) {
            int at = PackedString.valueOffset(packed);
            return view.show(packed, at, packed.length - at);
        }
        byte[] own = ((Entry) entry).value;
        return view.show(own, 0, own.length);
    }

    static long expireAt(Object entry) {
        return entry instanceof byte[] packed ? PackedString.expireAt(packed) : ((Entry) entry).expireAt;
    }

    static boolean expired(Object entry, long now) {
        long at = expireAt(entry);
        return at != NEVER && at <= now;
    }
}
