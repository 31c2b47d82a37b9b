package io.quarkiverse.kvs.runtime.store;

/**
 * The entries of one segment of one database: a hash table with open addressing and linear probing.
 * <p>
 * Beside the slots stands an array of tags, one byte a slot: 0 for an empty one, otherwise {@link #OCCUPIED} with six bits
 * of the key's hash. A probe walks the tags, which lie side by side in memory, and follows a reference only where those six
 * bits agree, nearly always to the right entry.
 * <p>
 * Invariants: the capacity is a power of two; at least a quarter of the slots is empty; from the home slot of an entry (the
 * low bits of its hash) to the slot it stands in, no slot is empty. The last one is what {@link #removeAt} restores, so there
 * are no markers of deleted entries to step over.
 * <p>
 * Not safe for use by several threads: the segment's lock guards it.
 */
final class EntryTable {

    private static final int OCCUPIED = 0x80;
    private static final int HASH_BITS = 0x3f;
    private static final int MIN_CAPACITY = 16;
    private static final int MAX_CAPACITY = 1 << 29;

    private byte[] tags;
    private Object[] slots;
    private int mask;
    private int size;

    EntryTable() {
        allocate(MIN_CAPACITY);
    }

    int size() {
        return size;
    }

    /** The slot of a key's entry, or -1. */
    int find(Key key) {
        long hash = key.hash();
        byte tag = tag(hash);
        int i = (int) hash & mask;
        for (byte t; (t = tags[i]) != 0; i = i + 1 & mask) {
            if (t == tag && Entry.hasKey(slots[i], key)) {
                return i;
            }
        }
        return -1;
    }

    Object entryAt(int slot) {
        return slots[slot];
    }

    /** Puts another entry of the same key into an occupied slot. */
    void replaceAt(int slot, Object entry) {
        slots[slot] = entry;
    }

    /** Adds an entry whose key is not in the table. */
    void add(long hash, Object entry) {
        if (size >= slots.length - (slots.length >> 2)) {
            resize(slots.length << 1);
        }
        place(hash, entry);
        size++;
    }

    /** Empties a slot, and moves the entries behind it up so that none is cut off from its home. */
    void removeAt(int slot) {
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

    private void resize(int capacity) {
        if (capacity > MAX_CAPACITY) {
            throw new IllegalStateException("a segment cannot hold more than " + size + " keys");
        }
        Object[] old = slots;
        allocate(capacity);
        for (Object entry : old) {
            if (entry != null) {
                place(Entry.hash(entry), entry);
            }
        }
    }

    private void place(long hash, Object entry) {
        int i = (int) hash & mask;
        while (tags[i] != 0) {
            i = i + 1 & mask;
        }
        tags[i] = tag(hash);
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
