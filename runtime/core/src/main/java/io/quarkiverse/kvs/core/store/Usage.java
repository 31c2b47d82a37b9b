package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;

/** When and how often the keys of a database are used: what eviction goes by. Setting it is no change of the data. */
public final class Usage {

    private final Keyspace keyspace;
    private final Gate gate;

    Usage(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.gate = keyspace.gate;
    }

    /** Whether entries note how often they are used, and not when that was. */
    public boolean isCounted() {
        return gate.store.frequency() != null;
    }

    /** The whole seconds since a key was last used, or -1 if it does not exist. Only where it is not {@link #isCounted}. */
    public long idleSeconds(Key key) {
        int slot = keyspace.peek(key);
        return slot < 0 ? -1 : idleSeconds(keyspace.table.elementAt(slot));
    }

    long idleSeconds(Object entry) {
        return AccessClock.secondsBetween(Entry.access(entry), AccessClock.at(gate.now()));
    }

    /** Lets a key seem to be unused for so many seconds. Only where it is not {@link #isCounted}. */
    public void idleSeconds(Key key, long seconds) {
        int slot = keyspace.peek(key);
        if (slot >= 0) {
            Entry.access(keyspace.table.elementAt(slot), AccessClock.before(AccessClock.at(gate.now()), seconds));
        }
    }

    /** How often a key is used, from 0 to 255, or -1 if it does not exist. Only where it {@link #isCounted}. */
    public int frequency(Key key) {
        int slot = keyspace.peek(key);
        return slot < 0 ? -1 : frequency(keyspace.table.elementAt(slot));
    }

    int frequency(Object entry) {
        AccessFrequency counting = gate.store.frequency();
        return counting == null ? 0 : counting.counter(Entry.access(entry), gate.now());
    }

    /** Lets a key seem to be used so often. Only where it {@link #isCounted}. */
    public void frequency(Key key, int counter) {
        int slot = keyspace.peek(key);
        AccessFrequency counting = gate.store.frequency();
        if (slot >= 0 && counting != null) {
            Entry.access(keyspace.table.elementAt(slot), counting.noting(counter, gate.now()));
        }
    }
}
