package io.quarkiverse.kvs.runtime.store;

/**
 * The keys and values, as one thread sees them at one instant: the only way to read and change data.
 * <p>
 * Keys whose time to live has run out at that instant do not exist for any method here. Views that a method returns show
 * something else after the next call.
 * <p>
 * Threads: an instance belongs to one thread at a time. Unless a method says otherwise, the caller holds the lock of the
 * segment of each key it names ({@link Store#lock(long)}).
 */
public final class Keyspace {

    /** The expiry time of what does not expire. */
    public static final long NEVER = Entry.NEVER;

    private final Store store;
    private final Bytes value = new Bytes();
    private long now;

    public Keyspace(Store store) {
        this.store = store;
    }

    /** The same view, for another thread. */
    public Keyspace copy() {
        Keyspace copy = new Keyspace(store);
        copy.at(now);
        return copy;
    }

    /** Moves this view to an instant, in milliseconds since 1970. */
    public void at(long now) {
        this.now = now;
    }

    /** The value of a string, or null where the key does not exist. */
    public Bytes getString(Key key) {
        EntryTable table = segment(key).table;
        int slot = find(table, key);
        return slot < 0 ? null : Entry.showValue(table.entryAt(slot), value);
    }

    /**
     * Sets a string, whatever the key held before.
     *
     * @param expireAt when it expires, in milliseconds since 1970, or {@link #NEVER}
     */
    public void setString(Key key, Bytes value, long expireAt) {
        Segment segment = segment(key);
        if (segment.table == null) {
            segment.table = new EntryTable();
        }
        Object entry = Entry.ofString(key, value, expireAt);
        int slot = segment.table.find(key);
        if (slot < 0) {
            segment.table.add(key.hash(), entry);
        } else {
            segment.table.replaceAt(slot, entry);
        }
    }

    public boolean exists(Key key) {
        return find(segment(key).table, key) >= 0;
    }

    /** @return whether there was something to delete */
    public boolean delete(Key key) {
        EntryTable table = segment(key).table;
        int slot = find(table, key);
        if (slot < 0) {
            return false;
        }
        table.removeAt(slot);
        return true;
    }

    /** Empties the keyspace. The caller holds {@link Store#ALL}. */
    public void clear() {
        for (Segment segment : store.segments) {
            segment.table = null;
        }
    }

    /**
     * The number of keys, those included whose time to live has run out but that nobody has come across since, as in Redis.
     * The caller holds no lock: segments are counted one after the other.
     */
    public long size() {
        long size = 0;
        for (Segment segment : store.segments) {
            size += segment.size();
        }
        return size;
    }

    /** Takes keys; says whether it wants more. */
    @FunctionalInterface
    public interface KeyVisitor {
        boolean visit(Bytes key);
    }

    /**
     * Walks over all keys without stopping anybody: each segment is locked just long enough to copy its references, and
     * visited unlocked. A key that is there all the time is visited once; one that comes or goes meanwhile, once or not at all.
     * The caller holds no lock.
     */
    public void forEachKey(KeyVisitor visitor) {
        Bytes key = new Bytes();
        for (Segment segment : store.segments) {
            for (Object entry : segment.snapshot()) {
                if (entry != null && !Entry.expired(entry, now) && !visitor.visit(Entry.showKey(entry, key))) {
                    return;
                }
            }
        }
    }

    /** The slot of a living entry, or -1. An entry found dead is removed. */
    private int find(EntryTable table, Key key) {
        if (table == null) {
            return -1;
        }
        int slot = table.find(key);
        if (slot >= 0 && Entry.expired(table.entryAt(slot), now)) {
            table.removeAt(slot);
            return -1;
        }
        return slot;
    }

    private Segment segment(Key key) {
        return store.segments[Store.segmentOf(key.hash())];
    }
}
