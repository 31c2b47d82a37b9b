package io.quarkiverse.kvs.core.store.value;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.SortedSetValue.Visitor;

/**
 * The way in which a {@link SortedSetValue} is stored, which depends on its size. What the methods do is told there.
 */
abstract class SortedSetForm {

    abstract int size();

    abstract double score(Key member);

    /** Adds a member that is not there. */
    abstract void add(Key member, double score);

    /** Changes the score of a member that is there. */
    abstract void update(Key member, double score);

    abstract boolean remove(Key member);

    abstract void removeRange(int from, int to);

    abstract int rank(Key member);

    abstract int rank(Bound bound);

    abstract void forEach(int from, int to, Visitor visitor);

    abstract void forEachDescending(int from, int to, Visitor visitor);

    abstract void choose(int count, IntUnaryOperator random, Visitor visitor);

    abstract void draw(int count, IntUnaryOperator random, Visitor visitor);

    /** The {@link ScoredElement}s of some ranks, which do not change any more. */
    abstract byte[][] elements(int from, int to);

    abstract SortedSetForm copy();

    abstract long memory();
}
