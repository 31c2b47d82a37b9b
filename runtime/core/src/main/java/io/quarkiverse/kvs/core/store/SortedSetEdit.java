package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;

/** A sorted set that may be changed. */
public final class SortedSetEdit extends ValueEdit {

    SortedSetEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /** What it holds now. */
    public ReadableSortedSet read() {
        return held();
    }

    /** Adds a member that is not there. */
    public void add(Key member, double score, PackingLimits limits) {
        changes();
        held().add(member, score, limits);
    }

    /** Changes the score of a member that is there. */
    public void update(Key member, double score) {
        changes();
        held().update(member, score);
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        boolean removed = held().remove(member);
        if (removed) {
            changes();
        }
        return removed;
    }

    /** Removes the members of some ranks. */
    public void removeRange(int from, int to) {
        changes();
        held().removeRange(from, to);
    }

    /** Stores it with an index, however small it is. That is no change of what it holds. */
    public void index() {
        held().index();
    }

    private SortedSetValue held() {
        return (SortedSetValue) entry.value;
    }
}
