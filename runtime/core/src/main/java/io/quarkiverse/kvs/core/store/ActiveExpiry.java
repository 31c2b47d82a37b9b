package io.quarkiverse.kvs.core.store;

import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Removes keys, and fields of hashes, whose time to live has run out though no command asks for them, so that their memory
 * comes back.
 * <p>
 * It goes round and round through the tags of all tables that hold such keys, a few slots at a time, and remembers where it
 * was. Not safe for use by several threads.
 */
public final class ActiveExpiry {

    /** How many slots are looked at, and at most emptied, while a segment is locked. */
    private static final int STEP = 512;

    private final Store store;
    private int database;
    private int segment;
    private int slot;

    public ActiveExpiry(Store store) {
        this.store = store;
    }

    /**
     * Goes on until it has been everywhere once, or is told to stop.
     *
     * @param now milliseconds since 1970
     * @param stop asked after every few slots
     */
    public void run(long now, BooleanSupplier stop) {
        if (store.isFollowing()) {
            return;
        }
        Gate gate = new Gate(store);
        int tables = store.databases() * Store.SEGMENTS;
        for (int visited = 0; visited <= tables;) {
            // Without a lock: no thread is to wait, or to fetch it from another processor, because of keys that stay.
            boolean empty = !store.segments[segment].seemsToExpire(database);
            if (empty || step(gate, now)) {
                visited++;
                slot = 0;
                if (++segment == Store.SEGMENTS) {
                    segment = 0;
                    database = (database + 1) % store.databases();
                }
            }
            if (!empty && stop.getAsBoolean()) {
                return;
            }
        }
    }

    /** Looks at a few slots of the current table; says whether it has come to its end. */
    private boolean step(Gate gate, long now) {
        gate.open(1L << segment, now);
        try {
            Keyspace keyspace = gate.database(database);
            EntryTable table = store.segments[segment].tables[database];
            if (table == null || !table.hasExpiring()) {
                return true;
            }
            int limit = slot + STEP;
            int capacity = table.capacity();
            Key key = new Key();
            // Removing an entry moves others up, so the same slot is looked at again.
            for (int found; (found = table.nextExpired(slot, limit, gate.now())) >= 0; slot = found) {
                keyspace.peek(Entry.showKey(table.elementAt(found), key));
                if (table.capacity() != capacity) {
                    // It has become smaller: entries that were ahead may now be behind.
                    slot = 0;
                    return false;
                }
            }
            slot = limit;
            return slot >= table.capacity();
        } finally {
            gate.close();
        }
    }
}
