package io.quarkiverse.kvs.core.store.value;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.SortedSetValue.Visitor;

/**
 * A sorted set, to be read: members with scores, in the order of these, and of their bytes where the scores are the same.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public interface ReadableSortedSet extends Value {

    int size();

    /** The score of a member, or NaN if it is not there. */
    double score(Key member);

    /** The rank of a member, or -1 if it is not there. */
    int rank(Key member);

    /** The number of members in front of a bound. */
    int rank(Bound bound);

    /**
     * Visits members in ascending order, until the visitor returns false.
     *
     * @param from the rank of the first
     * @param to the rank behind that of the last
     */
    void forEach(int from, int to, Visitor visitor);

    /** Visits members in descending order: the same ones as {@link #forEach}, the last of them first. */
    void forEachDescending(int from, int to, Visitor visitor);

    /** The members of some ranks, as they are now. */
    SortedSetSlice slice(int from, int to);

    /**
     * Visits random members, no two the same, each as likely as any other, in random order.
     *
     * @param count how many, at most {@link #size()}
     * @param random a number from 0 to below its argument
     */
    void choose(int count, IntUnaryOperator random, Visitor visitor);

    /**
     * Visits a random member, each as likely as any other, again and again, until the visitor returns false. The set is not
     * empty.
     *
     * @param count how many times
     * @param random a number from 0 to below its argument
     */
    void draw(int count, IntUnaryOperator random, Visitor visitor);

    /**
     * Visits some members: all of those that are there from the first call to the last, which returns 0, are visited by then.
     *
     * @param cursor 0 at first, then what the last call returned
     * @param count about how many, if there are many
     */
    int scan(int cursor, long count, Visitor visitor);

    /** Whether it is stored in one piece. */
    boolean isPacked();

    @Override
    ReadableSortedSet copy();
}
