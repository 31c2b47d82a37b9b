package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Key;

/** The elements of a large sorted set by their members. */
final class ScoredTable extends ArrayTable {

    ScoredTable() {
    }

    private ScoredTable(ScoredTable original) {
        super(original);
    }

    @Override
    public long hash(Object element) {
        return ScoredElement.hash((byte[]) element);
    }

    @Override
    public boolean isNamed(Object element, Key member) {
        return ScoredElement.hasMember((byte[]) element, member);
    }

    /** An independent table, which shares the elements. */
    public ScoredTable copy() {
        return new ScoredTable(this);
    }
}
