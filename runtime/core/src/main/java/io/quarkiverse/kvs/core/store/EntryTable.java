package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.OpenTable;

/**
 * The entries of one segment of one database. Those that have an expiry time are marked, so that the search for entries whose
 * time has come looks at tags only; and so are hashes with fields that expire.
 */
final class EntryTable extends OpenTable {

    /** The object itself: two references, three numbers, and those below. */
    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 4 * Integer.BYTES + Long.BYTES);

    /** The bytes that the entries take, kept up to date so that they need not be gone through. */
    private long entryMemory;
    /** How many entries are marked only because of their fields. */
    private int onlyFields;

    @Override
    public long hash(Object entry) {
        return Entry.hash(entry);
    }

    @Override
    public boolean isNamed(Object entry, Key key) {
        return Entry.hasKey(entry, key);
    }

    /**
     * Adds the entry of a key that has none.
     *
     * @return by how many bytes the table and its entries have grown
     */
    public long addEntry(long hash, Object entry, boolean expires) {
        int before = capacity();
        boolean fields = !expires && Entry.hasExpiringFields(entry);
        add(hash, entry, expires || fields);
        onlyFields += fields ? 1 : 0;
        return account(Entry.size(entry), before);
    }

    /**
     * Makes room for so many entries.
     *
     * @return by how many bytes the table has grown
     */
    public long reserveEntries(int entries) {
        int before = capacity();
        reserve(entries);
        return account(0, before);
    }

    /**
     * Gives a key another entry.
     *
     * @return by how many bytes the entries have grown
     */
    public long replaceEntry(int slot, Object entry, boolean expires) {
        long change = Entry.size(entry) - Entry.size(elementAt(slot));
        boolean fields = !expires && Entry.hasExpiringFields(entry);
        // Of one that has been changed in place it is not known any more what it was; but those have no fields that expire.
        onlyFields += (fields ? 1 : 0) - (elementAt(slot) != entry && isMarkedForFields(slot) ? 1 : 0);
        replaceAt(slot, entry, expires || fields);
        return account(change, capacity());
    }

    /** @return by how many bytes the table and its entries have grown, which is a negative number */
    public long removeEntry(int slot) {
        long change = -Entry.size(elementAt(slot));
        int before = capacity();
        onlyFields -= isMarkedForFields(slot) ? 1 : 0;
        removeAt(slot);
        return account(change, before);
    }

    /** A hash has come to have fields that expire, or has no such fields any more. */
    public void markFields(int slot) {
        Object entry = elementAt(slot);
        if (Entry.expireAt(entry) == Entry.NEVER) {
            boolean fields = Entry.hasExpiringFields(entry);
            onlyFields += (fields ? 1 : 0) - (isMarkedAt(slot) ? 1 : 0);
            replaceAt(slot, entry, fields);
        }
    }

    private boolean isMarkedForFields(int slot) {
        return isMarkedAt(slot) && Entry.expireAt(elementAt(slot)) == Entry.NEVER;
    }

    private long account(long entryChange, int capacityBefore) {
        entryMemory += entryChange;
        return capacity() == capacityBefore ? entryChange : entryChange + slotMemory() - slotMemory(capacityBefore);
    }

    /** Notes that the value of an entry has come to take so many bytes more, or less. */
    public void valueGrew(long change) {
        entryMemory += change;
    }

    /** The bytes it takes on the heap, its entries included. */
    public long memory() {
        return slotMemory() + entryMemory;
    }

    /** The bytes it takes on the heap without its entries. */
    public long slotMemory() {
        return slotMemory(capacity());
    }

    private static long slotMemory(int capacity) {
        return OBJECT_MEMORY + Heap.array(capacity) + Heap.array((long) Heap.REFERENCE * capacity);
    }

    /** How many of the entries have an expiry time. */
    public int expiring() {
        return marked() - onlyFields;
    }

    /** Whether any of the entries expire, or have fields that do. */
    public boolean hasExpiring() {
        return marked() > 0;
    }

    /** Whether an entry expires, or has fields that do. */
    public boolean expiresAt(int slot) {
        return isMarkedAt(slot);
    }

    /**
     * Some entries that stand near each other, which is no reason for them to have anything in common.
     *
     * @param from the slot to begin with
     * @param onlyExpiring whether only those count that have an expiry time
     * @param found where to put them
     * @param wanted how many at most
     * @return how many there are
     */
    public int sample(int from, boolean onlyExpiring, Object[] found, int wanted) {
        int count = 0;
        for (int i = 0; i < capacity() && count < wanted; i++) {
            int slot = from + i & capacity() - 1;
            Object entry = !onlyExpiring || isMarkedAt(slot) ? elementAt(slot) : null;
            if (entry != null && (!onlyExpiring || Entry.expireAt(entry) != Entry.NEVER)) {
                found[count++] = entry;
            }
        }
        return count;
    }

    /**
     * The next slot, from one on, whose entry's time to live has run out, or that of fields of it, or -1 at the end.
     *
     * @param limit the slot before which to stop looking
     */
    public int nextExpired(int from, int limit, long now) {
        int end = Math.min(limit, capacity());
        for (int i = from; i < end; i++) {
            if (isMarkedAt(i) && (Entry.expired(elementAt(i), now) || Entry.hasExpiredFields(elementAt(i), now))) {
                return i;
            }
        }
        return -1;
    }
}
