package io.quarkiverse.kvs.core.store;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.quarkiverse.kvs.core.store.value.Value;

/**
 * One segment at the instant of a {@link Cut}. As long as the cut has not visited it, what was in it then is not changed in
 * place: editors work on copies. Guarded by the segment's lock.
 */
final class Frozen {

    /** The entries at that instant, by database; null until something in the segment is about to change. */
    private Object[][] entries;
    /** Values that have come since, which may be changed in place. */
    private final Set<Value> own = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Something is about to change: what is there now is kept. */
    void take(EntryTable[] tables) {
        if (entries == null) {
            Object[][] taken = new Object[tables.length][];
            for (int i = 0; i < tables.length; i++) {
                taken[i] = tables[i] == null ? null : tables[i].snapshot();
            }
            entries = taken;
        }
    }

    /** What {@link #take} has kept: it belongs to the caller. */
    Object[][] entries() {
        return entries;
    }

    /** Whether a value has come after the instant of the cut. */
    boolean isOwn(Value value) {
        return own.contains(value);
    }

    /** A value has come. */
    void addOwn(Value value) {
        own.add(value);
    }

    /** A value that has come has gone. */
    void removeOwn(Value value) {
        own.remove(value);
    }
}
