package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * A set, to be read: members, none twice.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public interface ReadableSet extends Value {

    int size();

    boolean contains(Key member);

    /** Visits all members: integers in ascending order, others in none. The visitor must not change the set. */
    void forEach(Consumer<Key> visitor);

    /**
     * Visits members, in the same order, until one does not match.
     *
     * @return whether all match
     */
    boolean allMatch(Predicate<Key> predicate);

    /**
     * Visits some members, as SCAN does: what is in the set from the first call to the last is visited.
     *
     * @param cursor 0 at first, then what the last call returned
     * @param count about how many members to visit, at least 1
     * @return the next cursor, or 0 at the end
     */
    int scan(int cursor, long count, Consumer<Key> visitor);

    /**
     * Shows a member, each as likely as any other. The set is not empty.
     *
     * @param random a number from 0 to below its argument
     */
    Key showRandom(IntUnaryOperator random, Key view);

    /**
     * Visits some of the members, no two the same, each as likely as any other.
     *
     * @param count how many, at most {@link #size()}
     * @param random a number from 0 to below its argument
     */
    void forRandom(int count, IntUnaryOperator random, Consumer<Key> visitor);

    /** Whether all members are stored as integers. */
    boolean isIntegers();

    @Override
    ReadableSet copy();
}
