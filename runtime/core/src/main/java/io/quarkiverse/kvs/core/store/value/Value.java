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

    /**
     * How many bytes it takes behind one another, if it is small and stored in a way that can be laid out so; -1 if not.
     */
    default int packedLength() {
        return -1;
    }

    /**
     * Which of up to four layouts {@link #packed} has, from 0 to 3. Together with the bytes that is all that
     * {@link TypeDescription#unpack} needs to make the same value again.
     */
    default int packedForm() {
        return 0;
    }

    /**
     * Its {@link #packedLength} bytes at the end of an array. It may be the one that the value uses: then it does not change.
     *
     * @param room how many bytes there are in front of them; for the caller, but not to be changed in an array that has been
     *        returned before
     */
    default byte[] packed(int room) {
        throw new UnsupportedOperationException(encoding());
    }

    /** The bytes it takes on the heap, estimated from what it is made of. */
    long memory();
}
