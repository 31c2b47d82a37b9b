package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/**
 * An ordered map, to be read: keys with values, in the order of the keys.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it. A {@link #snapshot} needs no lock.
 */
public interface ReadableOrderedMap extends Value {

    /** The number of entries. */
    long size();

    KeyOrder order();

    /** What it holds now, to be read until it changes. */
    OrderedSnapshot read();

    /** What it holds now, also when it changes later: any thread may read that. Takes constant time. */
    OrderedSnapshot snapshot();

    @Override
    ReadableOrderedMap copy();
}
