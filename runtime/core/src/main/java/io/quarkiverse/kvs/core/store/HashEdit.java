package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableHash;

/** A hash that may be changed. */
public final class HashEdit extends ValueEdit {

    HashEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /** What it holds now. */
    public ReadableHash read() {
        return held();
    }

    /** Sets a field: see {@link HashValue#set}. */
    public boolean set(Key field, Bytes bytes, PackingLimits limits) {
        changes();
        return held().set(field, bytes, limits);
    }

    /** @return whether there was such a field */
    public boolean remove(Key field) {
        boolean removed = held().remove(field);
        if (removed) {
            changes();
        }
        return removed;
    }

    private HashValue held() {
        return (HashValue) entry.value;
    }
}
