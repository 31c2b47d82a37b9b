package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.SortedSetValue.Visitor;

/**
 * Members of a sorted set that follow each other, as they were at one instant. Whatever becomes of the set, they stay, so that
 * any thread may look at them.
 */
public final class SortedSetSlice {

    private final byte[][] elements;

    SortedSetSlice(byte[][] elements) {
        this.elements = elements;
    }

    /** A sorted set of these members. It is stored as a large one: see {@link SortedSetValue#pack}. */
    public SortedSetValue toSet() {
        return new SortedSetValue(IndexedSortedSet.sharing(elements));
    }

    /** Visits members in ascending order, until the visitor returns false. */
    public void forEach(Visitor visitor) {
        Key member = new Key();
        for (int i = 0; i < elements.length && visit(i, member, visitor);) {
            i++;
        }
    }

    /** Visits members in descending order, until the visitor returns false. */
    public void forEachDescending(Visitor visitor) {
        Key member = new Key();
        for (int i = elements.length - 1; i >= 0 && visit(i, member, visitor);) {
            i--;
        }
    }

    private boolean visit(int i, Key view, Visitor visitor) {
        return visitor.visit(ScoredElement.showMember(elements[i], view), ScoredElement.score(elements[i]));
    }
}
