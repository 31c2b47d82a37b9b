package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableHash;

/** A hash that may be changed. */
public final class HashEdit extends ValueEdit {

    private final HashValue value;

    HashEdit(Keyspace keyspace, Segment segment, EntryTable table, Entry entry, boolean created) {
        super(keyspace, segment, table, entry, created);
        value = (HashValue) entry.value;
    }

    /** What it holds now. */
    public ReadableHash read() {
        return value;
    }

    /** Sets a field: see {@link HashValue#set}. */
    public boolean set(Key field, Bytes bytes, PackingLimits limits) {
        changes();
        return value.set(field, bytes, limits);
    }

    /** @return whether there was such a field */
    public boolean remove(Key field) {
        boolean removed = value.remove(field);
        if (removed) {
            changes();
        }
        return removed;
    }
}
