package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A list, to be read: elements in an order, counted from 0.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public interface ReadableList extends Value {

    /** The number of elements. */
    long size();

    /** Shows the element at one end. The list is not empty. */
    <B extends Bytes> B show(ListEnd end, B view);

    /** Shows an element, counted from 0 at the left end. There is one. */
    <B extends Bytes> B show(long index, B view);

    /**
     * Goes over the elements.
     *
     * @param index where to start; there is an element
     * @param towards in which direction
     */
    ListCursor cursor(long index, ListEnd towards);

    @Override
    ReadableList copy();
}
