package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.SetValue;

/** A set that may be changed. */
public final class SetEdit extends ValueEdit {

    private final SetValue value;

    SetEdit(Keyspace keyspace, Segment segment, EntryTable table, Entry entry, boolean created) {
        super(keyspace, segment, table, entry, created);
        value = (SetValue) entry.value;
    }

    /** What it holds now. */
    public ReadableSet read() {
        return value;
    }

    /** Adds a member: see {@link SetValue#add}. */
    public boolean add(Key member, long maxIntegers) {
        boolean added = value.add(member, maxIntegers);
        if (added) {
            changes();
        }
        return added;
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        boolean removed = value.remove(member);
        if (removed) {
            changes();
        }
        return removed;
    }
}
