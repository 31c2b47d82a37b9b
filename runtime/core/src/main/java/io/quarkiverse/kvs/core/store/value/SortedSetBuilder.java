package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Collects members with their scores in any order, and sorts them at the end.
 */
public final class SortedSetBuilder {

    private final ScoredTable table = new ScoredTable();

    /** The score that a member has now, or NaN if it has none. */
    public double score(Key member) {
        byte[] element = table.get(member);
        return element == null ? Double.NaN : ScoredElement.score(element);
    }

    /** Adds a member that is not there. */
    public void add(Key member, double score) {
        table.add(member, ScoredElement.of(score, member));
    }

    /** Changes the score of a member that is there. */
    public void update(Key member, double score) {
        ScoredElement.score(table.get(member), score);
    }

    /** The sorted set of what has been collected. It is stored as a large one: see {@link SortedSetValue#pack}. */
    public SortedSetValue build() {
        return new SortedSetValue(IndexedSortedSet.of(table));
    }
}
