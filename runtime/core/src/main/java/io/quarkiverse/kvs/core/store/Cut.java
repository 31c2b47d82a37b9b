package io.quarkiverse.kvs.core.store;

import java.io.IOException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * All data as it is at one instant, to be written out by one thread while others go on editing. Making one takes as long as
 * locking every segment; nothing is copied then. From that instant until a segment has been visited, whoever edits a value in it
 * gets a copy of the value to edit, once, and the references of the segment's keys are kept.
 * <p>
 * There is at most one at a time. Whoever makes one also ends it, with {@link #close}.
 */
public final class Cut implements AutoCloseable {

    /** Takes what there was. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes an entry, with no lock held. The value is not to be changed.
         *
         * @param key valid during the call
         * @param expireAt milliseconds since 1970, or {@link Keyspace#NEVER}
         * @param access when the key was used last, or how often: see {@link AccessClock} and {@link AccessFrequency}
         */
        void visit(int database, Bytes key, Value value, long expireAt, int access) throws IOException;
    }

    private final Store store;
    private final long instant;
    private final long[] sizes;
    private final long[] expiring;

    private Cut(Store store, long instant) {
        this.store = store;
        this.instant = instant;
        sizes = new long[store.databases()];
        expiring = new long[store.databases()];
    }

    /**
     * Makes one.
     *
     * @param gate open for {@link Store#ALL}
     * @throws IllegalStateException if there is another one
     */
    public static Cut of(Gate gate) {
        Store store = gate.store;
        if (gate.segments() != Store.ALL) {
            throw new IllegalArgumentException("a cut needs the gate to be open for all segments");
        }
        if (store.segments[0].frozen != null || store.segments[Store.SEGMENTS - 1].frozen != null) {
            throw new IllegalStateException("there is a cut already");
        }
        Cut cut = new Cut(store, gate.now());
        for (Segment segment : store.segments) {
            cut.add(segment);
        }
        return cut;
    }

    private void add(Segment segment) {
        for (int i = 0; i < sizes.length; i++) {
            EntryTable table = segment.tables[i];
            if (table != null) {
                sizes[i] += table.size();
                expiring[i] += table.expiring();
            }
        }
        segment.frozen = new Frozen();
    }

    /** The instant, in milliseconds since 1970. */
    public long instant() {
        return instant;
    }

    /** The number of keys of a database, those that have expired included. */
    public long size(int database) {
        return sizes[database];
    }

    /** How many of them have an expiry time. */
    public long expiring(int database) {
        return expiring[database];
    }

    /** Visits every entry once, segment after segment. To be called once. */
    public void forEach(Visitor visitor) throws IOException {
        Bytes key = new Bytes();
        for (Segment segment : store.segments) {
            Object[][] databases = entries(segment);
            for (int i = 0; i < databases.length; i++) {
                Object[] entries = databases[i];
                databases[i] = null;
                if (entries != null) {
                    for (int j = 0; j < entries.length; j++) {
                        Object entry = entries[j];
                        if (entry != null) {
                            visitor.visit(i, Entry.showKey(entry, key), Entry.value(entry), Entry.expireAt(entry),
                                    Entry.access(entry));
                        }
                    }
                }
            }
            release(segment);
        }
    }

    private static Object[][] entries(Segment segment) {
        segment.lock.lock();
        try {
            segment.frozen.take(segment.tables);
            return segment.frozen.entries();
        } finally {
            segment.lock.unlock();
        }
    }

    private static void release(Segment segment) {
        segment.lock.lock();
        try {
            segment.frozen = null;
        } finally {
            segment.lock.unlock();
        }
    }

    /** From now on, values are edited in place again. */
    @Override
    public void close() {
        for (Segment segment : store.segments) {
            release(segment);
        }
    }
}
