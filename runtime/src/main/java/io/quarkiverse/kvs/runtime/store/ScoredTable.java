package io.quarkiverse.kvs.runtime.store;

/** The elements of a large sorted set by their members. */
final class ScoredTable extends ArrayTable {

    ScoredTable() {
    }

    private ScoredTable(ScoredTable original) {
        super(original);
    }

    @Override
    long hash(Object element) {
        return ScoredElement.hash((byte[]) element);
    }

    @Override
    boolean isNamed(Object element, Key member) {
        return ScoredElement.hasMember((byte[]) element, member);
    }

    /** An independent table, which shares the elements. */
    ScoredTable copy() {
        return new ScoredTable(this);
    }
}
