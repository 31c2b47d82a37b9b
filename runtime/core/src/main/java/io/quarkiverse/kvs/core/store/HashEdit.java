package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableHash;

/** A hash that may be changed. */
public final class HashEdit extends ValueEdit {

    private final boolean expired;

    HashEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
        expired = held().hasExpiringFields();
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

    /** Sets a field, and leaves when it expires: see {@link HashValue#setKeepingExpiry}. */
    public boolean setKeepingExpiry(Key field, Bytes bytes, PackingLimits limits) {
        changes();
        return held().setKeepingExpiry(field, bytes, limits);
    }

    /** Lets a field expire, or not: see {@link HashValue#expire}. */
    public void expire(Key field, long at) {
        changes();
        held().expire(field, at);
    }

    /** Whether there are fields that expire is noted with the entry, so that lookups see it. */
    @Override
    boolean marksDiffer() {
        return expired != held().hasExpiringFields();
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
