package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.KeyHash;
import io.quarkiverse.kvs.core.store.bytes.OpenTable;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * A key with its value and time to live, for everything that is not small, or is being edited. Small strings and collections
 * are one array each, laid out by {@link PackedEntry}; the static methods here take either form, as a slot of an
 * {@link EntryTable} holds it.
 */
public final class Entry {

    /** The expiry time of what does not expire. */
    static final long NEVER = -1;

    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + Long.BYTES + Integer.BYTES);

    final byte[] key;
    final Value value;
    long expireAt;
    int access;

    Entry(byte[] key, Value value, long expireAt, int access) {
        this.key = key;
        this.value = value;
        this.expireAt = expireAt;
        this.access = access;
    }

    /** The smallest form for a value, which belongs to the entry from now on. Copies the key. */
    static Object of(Bytes key, Value value, long expireAt, int access) {
        if (value instanceof StringValue string) {
            return PackedEntry.fits(key.length(), string.length())
                    ? PackedEntry.of(key, string.show(new Bytes()), string.stringEncoding(), expireAt, access)
                    : new Entry(key.copy(), value, expireAt, access);
        }
        byte[] packed = PackedEntry.of(key, value, expireAt, access);
        return packed != null ? packed : new Entry(key.copy(), value, expireAt, access);
    }

    /** A collection that is small enough, as one array; null if it is not. */
    byte[] packed() {
        return value.packedLength() < 0 ? null : PackedEntry.of(new Bytes().show(key), value, expireAt, access);
    }

    /** The same in the form in which its value can be changed. */
    static Entry unpacked(byte[] packed) {
        return new Entry(showKey(packed, new Bytes()).copy(), value(packed), PackedEntry.expireAt(packed),
                PackedEntry.access(packed));
    }

    /** The smallest form for a string. Copies key and value. */
    static Object ofString(Bytes key, Bytes value, StringEncoding encoding, long expireAt, int access) {
        return PackedEntry.fits(key.length(), value.length()) ? PackedEntry.of(key, value, encoding, expireAt, access)
                : new Entry(key.copy(), new StringValue(value.copy(), encoding), expireAt, access);
    }

    /**
     * Writes a string, and when it expires, over what an entry of the same key holds, if it fits. A new array for
     * each would keep the garbage collector busy: those of large values survive for a while.
     *
     * @return whether it fits
     */
    static boolean overwrite(Object entry, Bytes key, Bytes value, StringEncoding encoding, long expireAt, int access) {
        if (entry instanceof byte[] packed) {
            return expireAt == NEVER && PackedEntry.overwrite(packed, key, value, encoding, access);
        }
        Entry large = (Entry) entry;
        if (PackedEntry.fits(key.length(), value.length()) || !(large.value instanceof StringValue string)
                || !string.overwrite(value, encoding)) {
            return false;
        }
        large.expireAt = expireAt;
        return true;
    }

    static boolean hasKey(Object entry, Key key) {
        if (entry instanceof byte[] packed) {
            return key.sameAs(packed, PackedEntry.keyOffset(packed), PackedEntry.keyLength(packed));
        }
        return key.sameAs(((Entry) entry).key);
    }

    static long hash(Object entry) {
        if (entry instanceof byte[] packed) {
            return KeyHash.of(packed, PackedEntry.keyOffset(packed), PackedEntry.keyLength(packed));
        }
        byte[] own = ((Entry) entry).key;
        return KeyHash.of(own, 0, own.length);
    }

    static <B extends Bytes> B showKey(Object entry, B view) {
        if (entry instanceof byte[] packed) {
            view.show(packed, PackedEntry.keyOffset(packed), PackedEntry.keyLength(packed));
        } else {
            byte[] own = ((Entry) entry).key;
            view.show(own, 0, own.length);
        }
        return view;
    }

    /** The value of a string entry. */
    static Bytes showString(Object entry, Bytes view) {
        if (entry instanceof byte[] packed) {
            int at = PackedEntry.valueOffset(packed);
            return view.show(packed, at, packed.length - at);
        }
        return ((StringValue) ((Entry) entry).value).show(view);
    }

    /** The value itself; if it is not stored as one, another one of the same content, which is independent of the entry. */
    static Value value(Object entry) {
        if (entry instanceof byte[] packed) {
            return PackedEntry.isString(packed)
                    ? new StringValue(showString(packed, new Bytes()).copy(), PackedEntry.encoding(packed))
                    : PackedEntry.collection(packed);
        }
        return ((Entry) entry).value;
    }

    static StringEncoding stringEncoding(Object entry) {
        return entry instanceof byte[] packed ? PackedEntry.encoding(packed)
                : ((StringValue) ((Entry) entry).value).stringEncoding();
    }

    static ValueType type(Object entry) {
        return entry instanceof byte[] packed ? PackedEntry.type(packed) : ((Entry) entry).value.type();
    }

    static long expireAt(Object entry) {
        return entry instanceof byte[] packed ? PackedEntry.expireAt(packed) : ((Entry) entry).expireAt;
    }

    static boolean expired(Object entry, long now) {
        long at = expireAt(entry);
        return at != NEVER && at <= now;
    }

    /** Whether it is a hash some of whose fields expire. */
    static boolean hasExpiringFields(Object entry) {
        return entry instanceof Entry full && full.value instanceof HashValue hash && hash.hasExpiringFields();
    }

    /** Whether it is a hash with fields whose time may have come. */
    static boolean hasExpiredFields(Object entry, long now) {
        return entry instanceof Entry full && full.value instanceof HashValue hash && hash.nextExpiry() <= now;
    }

    /** The entry with another expiry time: itself, or a new one in its place. */
    static Object withExpiry(Object entry, long expireAt) {
        if (entry instanceof byte[] packed) {
            return PackedEntry.anew(packed, showKey(entry, new Bytes()), expireAt, PackedEntry.access(packed));
        }
        ((Entry) entry).expireAt = expireAt;
        return entry;
    }

    /** A new entry with another expiry time; it shares the value with the old one, if that is not small. */
    static Object anewWithExpiry(Object entry, long expireAt) {
        if (entry instanceof Entry full) {
            return new Entry(full.key, full.value, expireAt, full.access);
        }
        return withExpiry(entry, expireAt);
    }

    /** The same value under another key, with the same time to live. A value that is not small is shared. */
    static Object withKey(Object entry, Bytes key, long expireAt) {
        if (entry instanceof byte[] packed) {
            return packedWith(packed, key, expireAt, PackedEntry.access(packed));
        }
        Entry old = (Entry) entry;
        return new Entry(key.copy(), old.value, expireAt, old.access);
    }

    /** An independent copy under another key. */
    static Object copy(Object entry, Bytes key, long expireAt, int access) {
        if (entry instanceof byte[] packed) {
            return packedWith(packed, key, expireAt, access);
        }
        return new Entry(key.copy(), ((Entry) entry).value.copy(), expireAt, access);
    }

    private static Object packedWith(byte[] packed, Bytes key, long expireAt, int access) {
        return key.length() <= PackedEntry.MAX_KEY ? PackedEntry.anew(packed, key, expireAt, access)
                : new Entry(key.copy(), value(packed), expireAt, access);
    }

    static int access(Object entry) {
        return entry instanceof byte[] packed ? PackedEntry.access(packed) : ((Entry) entry).access;
    }

    static void access(Object entry, int access) {
        if (entry instanceof byte[] packed) {
            if (PackedEntry.access(packed) != access) {
                PackedEntry.access(packed, access);
            }
        } else {
            ((Entry) entry).access = access;
        }
    }

    /** The bytes an entry takes on the heap, its slot in the table included, estimated. */
    static long memory(Object entry) {
        return OpenTable.SLOT_MEMORY + size(entry);
    }

    /** The bytes an entry takes on the heap, without its slot in the table. */
    static long size(Object entry) {
        if (entry instanceof byte[] packed) {
            return Heap.array(packed.length);
        }
        Entry full = (Entry) entry;
        return OBJECT_MEMORY + Heap.array(full.key.length) + full.value.memory();
    }
}
