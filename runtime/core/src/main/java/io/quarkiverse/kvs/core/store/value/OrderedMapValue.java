package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedTree;

/**
 * An ordered map. One whose order is not that of the bytes stays though nothing is in it, so that its order is known.
 */
public final class OrderedMapValue implements ReadableOrderedMap {

    private static final String ENCODING = "btree";
    /** This one and its tree. */
    private static final long OBJECT_MEMORY = Heap.object(Heap.REFERENCE)
            + Heap.object(5 * Heap.REFERENCE + Long.BYTES + 3 * Byte.BYTES);

    private final OrderedTree tree;

    /** An empty one, ordered by bytes. */
    public OrderedMapValue() {
        this(KeyOrder.BYTES);
    }

    /** An empty one. */
    public OrderedMapValue(KeyOrder order) {
        this(new OrderedTree(order));
    }

    private OrderedMapValue(OrderedTree tree) {
        this.tree = tree;
    }

    @Override
    public ValueType type() {
        return ValueType.ORDERED_MAP;
    }

    @Override
    public String encoding() {
        return ENCODING;
    }

    @Override
    public boolean isEmpty() {
        return tree.size() == 0 && tree.order() == KeyOrder.BYTES;
    }

    @Override
    public OrderedMapValue copy() {
        return new OrderedMapValue(tree.copy());
    }

    @Override
    public long memory() {
        return OBJECT_MEMORY + tree.memory();
    }

    @Override
    public long size() {
        return tree.size();
    }

    @Override
    public KeyOrder order() {
        return tree.order();
    }

    @Override
    public OrderedSnapshot read() {
        return tree.read();
    }

    @Override
    public OrderedSnapshot snapshot() {
        return tree.snapshot();
    }

    /** Gives a key a value: see {@link OrderedTree#put}. */
    public boolean put(Bytes key, Bytes value) {
        return tree.put(key, value);
    }

    /** @return whether there was an entry of this key */
    public boolean remove(Bytes key) {
        return tree.remove(key);
    }

    /** Removes the entries between two ranks: see {@link OrderedTree#remove(long, long)}. */
    public void remove(long from, long to) {
        tree.remove(from, to);
    }

    /** Makes it hold what it held when a snapshot of it was taken. */
    public void restore(OrderedSnapshot snapshot) {
        tree.restore(snapshot);
    }
}
