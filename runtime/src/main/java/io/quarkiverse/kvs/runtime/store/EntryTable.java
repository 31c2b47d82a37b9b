package io.quarkiverse.kvs.runtime.store;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * The entries of one segment of one database: a hash table with open addressing and linear probing.
 * <p>
 * Beside the slots stands an array of tags, one byte a slot: 0 for an empty one, otherwise {@link #OCCUPIED} with six bits
 * of the key's hash, and {@link #EXPIRES} if the entry has an expiry time. A probe walks the tags, which lie side by side in
 * memory, and follows a reference only where those six bits agree, nearly always to the right entry. In the same way, the
 * search
 * for entries whose time has come looks at tags only.
 * <p>
 * Invariants: the capacity is a power of two; at least a quarter of the slots is empty; from the home slot of an entry (the
 * low bits of its hash) to the slot it stands in, no slot is empty. The last one is what {@link #removeAt} restores, so there
 * are no markers of deleted entries to step over.
 * <p>
 * Not safe for use by several threads: the segment's lock guards it.
 */
final class EntryTable {

    /** The bytes of a slot and its tag, at a load of about two thirds. */
    static final long SLOT_MEMORY = (Heap.REFERENCE + 1) * 3 / 2;

    private static final int OCCUPIED = 0x80;
    private static final int EXPIRES = 0x40;
    private static final int HASH_BITS = 0x3f;
    private static final int MIN_CAPACITY = 16;
    private static final int MAX_CAPACITY = 1 << 29;

    private byte[] tags;
    private Object[] slots;
    private int mask;
    private int size;
    private int expiring;

    EntryTable() {
        allocate(MIN_CAPACITY);
    }

    int size() {
        return size;
    }

    /** How many of the entries have an expiry time. */
    int expiring() {
        return expiring;
    }

    /** The slot of a key's entry, or -1. */
    int find(Key key) {
        long hash = key.hash();
        int tag = tag(hash) | EXPIRES;
        int i = (int) hash & mask;
        for (byte t; (t = tags[i]) != 0; i = i + 1 & mask) {
            if ((t | EXPIRES) == tag && Entry.hasKey(slots[i], key)) {
                return i;
            }
        }
        return -1;
    }

    Object entryAt(int slot) {
        return slots[slot];
    }

    boolean expiresAt(int slot) {
        return (tags[slot] & EXPIRES) != 0;
    }

    /** Puts another entry of the same key into an occupied slot. */
    void replaceAt(int slot, Object entry, boolean expires) {
        slots[slot] = entry;
        if (expires != expiresAt(slot)) {
            tags[slot] ^= EXPIRES;
            expiring += expires ? 1 : -1;
        }
    }

    /** Adds an entry whose key is not in the table. */
    void add(long hash, Object entry, boolean expires) {
        if (size >= slots.length - (slots.length >> 2)) {
            resize(slots.length << 1);
        }
        place(hash, entry, expires);
        size++;
        if (expires) {
            expiring++;
        }
    }

    /** Empties a slot, and moves the entries behind it up so that none is cut off from its home. */
    void removeAt(int slot) {
        if (expiresAt(slot)) {
            expiring--;
        }
        int hole = slot;
        for (int i = hole + 1 & mask; tags[i] != 0; i = i + 1 & mask) {
            int home = (int) Entry.hash(slots[i]) & mask;
            // Distances count backwards from i, around the end of the table: the entry may move if its home is not after the hole.
            if ((i - home & mask) >= (i - hole & mask)) {
                slots[hole] = slots[i];
                tags[hole] = tags[i];
                hole = i;
            }
        }
        slots[hole] = null;
        tags[hole] = 0;
        size--;
        if (slots.length > MIN_CAPACITY && size < slots.length >> 3) {
            resize(slots.length >> 1);
        }
    }

    /** The entries as they are now, in no order, null where a slot is empty. */
    Object[] snapshot() {
        return slots.clone();
    }

    /**
     * Visits the entries that are at home in one slot.
     * <p>
     * Slots are counted by the bits of their number in reverse, as SCAN of Redis counts its buckets: when the table grows or
     * shrinks
     * between two calls, the slots visited so far are exactly those whose entries went to, or came from, slots that lie behind
     * the
     * cursor. So whatever is in the table all the time is visited. The visitor must not change the table.
     *
     * @param cursor 0 at first, then what the last call returned
     * @return the next cursor, or 0 at the end
     */
    int scan(int cursor, Consumer<Object> visitor) {
        if (slots.length == MIN_CAPACITY) {
            // So small that going slot by slot is not worth a call of its own.
            for (Object entry : slots) {
                if (entry != null) {
                    visitor.accept(entry);
                }
            }
            return 0;
        }
        int home = cursor & mask;
        for (int i = home; tags[i] != 0; i = i + 1 & mask) {
            Object entry = slots[i];
            if (((int) Entry.hash(entry) & mask) == home) {
                visitor.accept(entry);
            }
        }
        return Integer.reverse(Integer.reverse(cursor | ~mask) + 1);
    }

    /**
     * An entry of those that are there, each as likely as any other.
     *
     * @param random a number from 0 to below its argument
     */
    Object randomEntry(IntUnaryOperator random) {
        while (size > 0) {
            Object entry = slots[random.applyAsInt(slots.length)];
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /**
     * The next slot, from one on, whose entry's time to live has run out, or -1 at the end.
     *
     * @param limit the slot before which to stop looking
     */
    int nextExpired(int from, int limit, long now) {
        int end = Math.min(limit, slots.length);
        for (int i = from; i < end; i++) {
            if ((tags[i] & EXPIRES) != 0 && Entry.expired(slots[i], now)) {
                return i;
            }
        }
        return -1;
    }

    int capacity() {
        return slots.length;
    }

    private void resize(int capacity) {
        if (capacity > MAX_CAPACITY) {
            throw new IllegalStateException("a segment cannot hold more than " + size + " keys");
        }
        Object[] oldSlots = slots;
        byte[] oldTags = tags;
        allocate(capacity);
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldTags[i] != 0) {
                place(Entry.hash(oldSlots[i]), oldSlots[i], (oldTags[i] & EXPIRES) != 0);
            }
        }
    }

    private void place(long hash, Object entry, boolean expires) {
        int i = (int) hash & mask;
        while (tags[i] != 0) {
            i = i + 1 & mask;
        }
        tags[i] = (byte) (tag(hash) | (expires ? EXPIRES : 0));
        slots[i] = entry;
    }

    private void allocate(int capacity) {
        tags = new byte[capacity];
        slots = new Object[capacity];
        mask = capacity - 1;
    }

    /** From bits that choose neither the segment (the highest) nor, in any table of likely size, the home slot (the lowest). */
    private static byte tag(long hash) {
        return (byte) (OCCUPIED | hash >>> 48 & HASH_BITS);
    }
}
