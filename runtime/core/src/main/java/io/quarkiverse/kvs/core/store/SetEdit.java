package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.SetValue;

/** A set that may be changed. */
public final class SetEdit extends ValueEdit {

    SetEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /** What it holds now. */
    public ReadableSet read() {
        return held();
    }

    /** Adds a member: see {@link SetValue#add}. */
    public boolean add(Key member, long maxIntegers) {
        boolean added = held().add(member, maxIntegers);
        if (added) {
            changes();
        }
        return added;
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        boolean removed = held().remove(member);
        if (removed) {
            changes();
        }
        return removed;
    }

    private SetValue held() {
        return (SetValue) entry.value;
    }
}
