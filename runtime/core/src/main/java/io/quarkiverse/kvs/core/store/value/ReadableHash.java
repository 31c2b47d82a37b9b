package io.quarkiverse.kvs.core.store.value;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue.FieldVisitor;

/**
 * A hash, to be read: fields with their values.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public interface ReadableHash extends Value {

    /** The number of fields. */
    int size();

    boolean contains(Key field);

    /** The value of a field, or null where there is no such field. */
    Bytes get(Key field, Bytes view);

    /** When a field expires, in milliseconds since 1970: or {@link HashValue#NEVER}, or {@link HashValue#MISSING}. */
    long expireAt(Key field);

    /** Visits the fields until the visitor wants no more. */
    void forEach(FieldVisitor visitor);

    /**
     * One step of HSCAN: visits some fields, and returns the cursor with which to go on. Every field that is there from the
     * step with cursor 0 to the one that returns 0 is visited, also if the hash grows or shrinks meanwhile; some perhaps
     * twice. What is small is visited in a single step.
     *
     * @param cursor 0 at first, then what the last step returned
     * @param count about how many fields to visit, at least 1
     * @param visitor wants all of them
     */
    long scan(long cursor, long count, FieldVisitor visitor);

    /**
     * Visits fields drawn at random, each time from all of them, so that some come several times; until the visitor wants no
     * more. There is at least one field.
     *
     * @param count how often to draw
     * @param random a number from 0 to below its argument
     */
    void draw(long count, IntUnaryOperator random, FieldVisitor visitor);

    /**
     * Visits some of the fields, chosen at random, no two the same, until the visitor wants no more.
     *
     * @param count how many, at most {@link #size()}
     * @param random a number from 0 to below its argument
     */
    void choose(int count, IntUnaryOperator random, FieldVisitor visitor);

    /** Whether it is stored in one piece. */
    boolean isPacked();

    @Override
    ReadableHash copy();
}
