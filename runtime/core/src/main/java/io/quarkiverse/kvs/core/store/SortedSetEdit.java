package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;

/** A sorted set that may be changed. */
public final class SortedSetEdit extends ValueEdit {

    private final SortedSetValue value;

    SortedSetEdit(Keyspace keyspace, Segment segment, EntryTable table, Entry entry, boolean created) {
        super(keyspace, segment, table, entry, created);
        value = (SortedSetValue) entry.value;
    }

    /** What it holds now. */
    public ReadableSortedSet read() {
        return value;
    }

    /** Adds a member that is not there. */
    public void add(Key member, double score, PackingLimits limits) {
        changes();
        value.add(member, score, limits);
    }

    /** Changes the score of a member that is there. */
    public void update(Key member, double score) {
        changes();
        value.update(member, score);
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        boolean removed = value.remove(member);
        if (removed) {
            changes();
        }
        return removed;
    }

    /** Removes the members of some ranks. */
    public void removeRange(int from, int to) {
        changes();
        value.removeRange(from, to);
    }

    /** Stores it with an index, however small it is. That is no change of what it holds. */
    public void index() {
        value.index();
    }
}
