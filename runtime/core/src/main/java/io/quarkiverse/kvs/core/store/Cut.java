package io.quarkiverse.kvs.core.store;

import java.io.IOException;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * All data as it is at one instant, to be written out by one thread while others go on editing. Making one takes as long as
 * locking every segment; nothing is copied then. From that instant until a segment has been visited, the thread that edits a
 * value in it gets a copy of the value to edit, once, and the references of the segment's keys are kept.
 * <p>
 * There is at most one at a time. The thread that makes one also ends it, with {@link #close}.
 */
public final class Cut implements AutoCloseable {

    /** Takes what there was. No lock is held meanwhile. */
    public interface Visitor {

        /**
         * Takes a string.
         *
         * @param key valid during the call, as is the value
         * @param expireAt milliseconds since 1970, or {@link Keyspace#NEVER}
         */
        void string(int database, Bytes key, Bytes value, long expireAt, Use use) throws IOException;

        /**
         * Takes a value of another type, which is not to be changed.
         *
         * @param key valid during the call
         * @param expireAt milliseconds since 1970, or {@link Keyspace#NEVER}
         */
        void value(int database, Bytes key, Value value, long expireAt, Use use) throws IOException;
    }

    /** When or how often an entry was used, as far as the store notes it. Valid during a call of a visitor. */
    public final class Use {

        private int noted;

        private Use() {
        }

        /** For how many seconds it has not been used; -1 if entries note how often they are used. */
        public long idleSeconds() {
            return store.frequency() == null ? AccessClock.secondsBetween(noted, AccessClock.at(instant)) : -1;
        }

        /** The counter of its uses, 0 to 255; -1 if entries note when they are used. */
        public int frequency() {
            AccessFrequency frequency = store.frequency();
            return frequency == null ? -1 : frequency.counter(noted, instant);
        }
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

    /** The number of all keys, those that have expired included. */
    public long size() {
        long size = 0;
        for (long each : sizes) {
            size += each;
        }
        return size;
    }

    /** How many of them have an expiry time. */
    public long expiring(int database) {
        return expiring[database];
    }

    /** Visits every entry once, database after database. To be called once. */
    public void forEach(Visitor visitor) throws IOException {
        int last = sizes.length - 1;
        while (last > 0 && sizes[last] == 0) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            for (Segment segment : store.segments) {
                Object[][] databases = entries(segment);
                Object[] entries = databases[i];
                databases[i] = null;
                if (entries != null) {
                    visit(i, entries, visitor);
                }
                if (i == last) {
                    release(segment);
                }
            }
        }
    }

    private void visit(int database, Object[] entries, Visitor visitor) throws IOException {
        Bytes key = new Bytes();
        Bytes string = new Bytes();
        Use use = new Use();
        for (Object entry : entries) {
            if (entry != null) {
                use.noted = Entry.access(entry);
                Entry.showKey(entry, key);
                if (Entry.type(entry) == ValueType.STRING) {
                    visitor.string(database, key, Entry.showString(entry, string), Entry.expireAt(entry), use);
                } else {
                    visitor.value(database, key, Entry.value(entry), Entry.expireAt(entry), use);
                }
            }
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
