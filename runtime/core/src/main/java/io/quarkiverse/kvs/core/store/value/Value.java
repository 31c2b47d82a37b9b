package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.Entry;

/**
 * What an {@link Entry} holds: a value that changes in place.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public interface Value {

    ValueType type();

    /** Redis's name for the way it is stored. */
    String encoding();

    /** Whether there is nothing in it: no key holds such a collection for longer than a command takes. */
    boolean isEmpty();

    /** The same content, independent of this one. */
    Value copy();

    /** The bytes it takes on the heap, estimated from what it is made of. */
    long memory();
}
