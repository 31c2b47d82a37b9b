package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrders;

/**
 * Up to what size values are stored in their compact ways, and how large a string may be.
 *
 * @param stringBytes for a string that was compressed
 * @param hashes for hashes that are a single piece
 * @param sortedSets for sorted sets that are a single piece
 * @param setIntegers how many members a set may have that are stored as integers
 * @param listNodes for the nodes of lists
 * @param orders which orders of keys ordered maps may have
 */
public record ValueLimits(long stringBytes, PackingLimits hashes, PackingLimits sortedSets, long setIntegers,
        NodeLimits listNodes, KeyOrders orders) {

    /** With no orders of keys but that of the bytes. */
    public ValueLimits(long stringBytes, PackingLimits hashes, PackingLimits sortedSets, long setIntegers,
            NodeLimits listNodes) {
        this(stringBytes, hashes, sortedSets, setIntegers, listNodes, KeyOrders.BYTES);
    }
}
