package io.quarkiverse.kvs.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The keys of one database at one instant, segment after segment: what needs to look at all of them does it here,
 * without stopping other threads.
 * <p>
 * Methods lock one segment at a time, so the caller holds either none or {@link Store#ALL}. An instance belongs to one thread.
 */
public final class KeyspaceWalk {

    /** Takes keys; says whether it wants more. */
    @FunctionalInterface
    public interface KeyVisitor {
        boolean visit(Bytes key);
    }

    /** In how many parts all keys can be visited. */
    public static final int PARTS = Store.SEGMENTS;

    private static final int TRIES = 100;

    private final Store store;
    private final int database;
    private final long now;

    /** @param now the instant, in milliseconds since 1970 */
    public KeyspaceWalk(Store store, int database, long now) {
        this.store = store;
        this.database = database;
        this.now = now;
    }

    /**
     * The number of keys, those included whose time to live has run out but that no command has come across since, as in Redis.
     */
    public long size() {
        return store.sum(segment -> table(segment) == null ? 0 : table(segment).size());
    }

    /** The bytes that the tables of the database take, without the entries in them. */
    public long tableMemory() {
        return store.sum(segment -> table(segment) == null ? 0 : table(segment).slotMemory());
    }

    /** How many entries the tables of the database have room for. */
    public long slots() {
        return store.sum(segment -> table(segment) == null ? 0 : table(segment).capacity());
    }

    /** How many of the keys have an expiry time. */
    public long expiring() {
        return store.sum(segment -> table(segment) == null ? 0 : table(segment).expiring());
    }

    /**
     * Visits all keys. Each segment is locked just long enough to copy its references. A key that is there all the
     * time is visited once; one that comes or goes meanwhile, once or not at all.
     */
    public void forEach(KeyVisitor visitor) {
        for (int part = 0; part < PARTS; part++) {
            if (!forEach(part, visitor)) {
                return;
            }
        }
    }

    /**
     * Visits the keys of one part, in the same way: all keys, if it is done with each part.
     *
     * @param part from 0 to below {@link #PARTS}
     * @return false if the visitor wants no more
     */
    public boolean forEach(int part, KeyVisitor visitor) {
        Bytes key = new Bytes();
        for (Object entry : snapshot(store.segments[part])) {
            if (entry != null && !Entry.expired(entry, now) && !visitor.visit(Entry.showKey(entry, key))) {
                return false;
            }
        }
        return true;
    }

    /**
     * One step of SCAN: visits some keys, and returns the cursor with which to go on. Every key that is there from
     * the step with cursor 0 to the one that returns 0 is visited, also if the tables grow or shrink meanwhile;
     * some perhaps twice.
     *
     * @param cursor 0 at first, then what the last step returned
     * @param count about how many keys to visit, at least 1
     * @param type visit only keys that hold this; null for any
     */
    public long scan(long cursor, long count, ValueType type, KeyVisitor visitor) {
        List<Object> found = new ArrayList<>();
        // Redis gives up on empty buckets at ten times the count as well.
        long budget = count > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : count * 10;
        long next = cursor;
        do {
            int segment = (int) next & Store.SEGMENTS - 1;
            int before = found.size();
            int place = scan(store.segments[segment], (int) (next >>> Store.SEGMENT_BITS), found);
            if (place != 0 || found.size() > before) {
                budget--;
            }
            next = (place & 0xffffffffL) << Store.SEGMENT_BITS | segment;
            if (place == 0) {
                next = segment + 1 == Store.SEGMENTS ? 0 : segment + 1;
            }
        } while (next != 0 && budget > 0 && found.size() < count);
        Key key = new Key();
        for (Object entry : found) {
            Entry.showKey(entry, key);
            if (Entry.expired(entry, now)) {
                expireIfDue(key);
            } else if (type == null || type == Entry.type(entry)) {
                visitor.visit(key);
            }
        }
        return next;
    }

    /**
     * Some key, or null if there is none; each as likely as any other.
     *
     * @param random a number from 0 to below its argument
     */
    public byte[] randomKey(IntUnaryOperator random) {
        int tries = 0;
        for (long size; (size = size()) > 0;) {
            Object entry = randomEntry(random.applyAsInt((int) Math.min(size, Integer.MAX_VALUE)), random);
            if (entry != null) {
                Key key = Entry.showKey(entry, new Key());
                // As in Redis: where what has expired stays, there may be nothing else.
                if (!Entry.expired(entry, now) || store.isFollowing() && ++tries == TRIES) {
                    return key.copy();
                }
                expireIfDue(key);
            }
        }
        return null;
    }

    /** A random entry of the segment that holds the chosen one, counted from the first segment on. */
    private Object randomEntry(int chosen, IntUnaryOperator random) {
        int left = chosen;
        for (Segment segment : store.segments) {
            segment.lock.lock();
            try {
                int size = table(segment) == null ? 0 : table(segment).size();
                if (left < size) {
                    return table(segment).randomElement(random);
                }
                left -= size;
            } finally {
                segment.lock.unlock();
            }
        }
        return null;
    }

    /** Removes an entry that may have expired, if it has. */
    private void expireIfDue(Key key) {
        Gate gate = new Gate(store);
        gate.open(key.segment(), now);
        try {
            gate.database(database).peek(key);
        } finally {
            gate.close();
        }
    }

    private int scan(Segment segment, int place, List<Object> found) {
        segment.lock.lock();
        try {
            return table(segment) == null ? 0 : table(segment).scan(place, found::add);
        } finally {
            segment.lock.unlock();
        }
    }

    private Object[] snapshot(Segment segment) {
        segment.lock.lock();
        try {
            return table(segment) == null ? new Object[0] : table(segment).snapshot();
        } finally {
            segment.lock.unlock();
        }
    }

    private EntryTable table(Segment segment) {
        return segment.tables[database];
    }
}
