package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/** An ordered map that may be changed. */
public final class OrderedMapEdit extends ValueEdit {

    OrderedMapEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /** What it holds now. */
    public ReadableOrderedMap read() {
        return held();
    }

    /**
     * Gives a key a value.
     *
     * @return whether the key had none
     */
    public boolean put(Bytes key, Bytes value) {
        boolean added = held().put(key, value);
        changes();
        return added;
    }

    /** @return whether there was an entry of this key */
    public boolean remove(Bytes key) {
        boolean removed = held().remove(key);
        if (removed) {
            changes();
        }
        return removed;
    }

    /**
     * Removes the entries between two ranks.
     *
     * @param from of the first
     * @param to of the one behind the last
     */
    public void remove(long from, long to) {
        if (from < to) {
            held().remove(from, to);
            changes();
        }
    }

    /**
     * Does several changes or none: if one of them fails, the map is as it was before them.
     *
     * @param batch does the changes here; what it throws is thrown
     */
    public void atomically(Runnable batch) {
        boolean changed = hasChanged();
        OrderedSnapshot before = held().snapshot();
        boolean done = false;
        try {
            batch.run();
            done = true;
        } finally {
            if (!done) {
                held().restore(before);
                if (!changed) {
                    unchanged();
                }
            }
        }
    }

    private OrderedMapValue held() {
        return (OrderedMapValue) entry.value;
    }
}
