package io.quarkiverse.kvs.core.store.value.ordered;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * What an {@link OrderedTree} held at some instant. Looking for a key, a place or a number takes logarithmic time.
 * <p>
 * Immutable, and safe for use by several threads, if {@link OrderedTree#snapshot} made it.
 */
public final class OrderedSnapshot {

    private final KeyOrder order;
    private final Node root;

    OrderedSnapshot(KeyOrder order, Node root) {
        this.order = order;
        this.root = root;
    }

    Node root() {
        return root;
    }

    public KeyOrder order() {
        return order;
    }

    /** The number of entries. */
    public long size() {
        return root == null ? 0 : root.count();
    }

    /** Shows the value of a key, in an array that stays as it is; null where there is none. */
    public Bytes get(Bytes key, Bytes view) {
        Node node = root;
        while (node instanceof Inner inner) {
            node = inner.child(inner.find(order, key));
        }
        if (node == null) {
            return null;
        }
        Leaf leaf = (Leaf) node;
        int index = leaf.find(order, key);
        return index < 0 ? null : leaf.showValue(index, view);
    }

    public boolean contains(Bytes key) {
        return get(key, new Bytes()) != null;
    }

    /** How many entries are in front of a bound. */
    public long rank(KeyBound bound) {
        Node node = root;
        long rank = 0;
        while (node instanceof Inner inner) {
            int index = inner.find(order, bound);
            rank += inner.rank(index);
            node = inner.child(index);
        }
        return node == null ? 0 : rank + ((Leaf) node).rank(order, bound);
    }

    /** How many entries are between two bounds. */
    public long count(KeyBound from, KeyBound to) {
        return Math.max(0, rank(to) - rank(from));
    }

    /** A cursor in front of the first entry that is behind a bound. */
    public OrderedCursor cursor(KeyBound bound) {
        OrderedCursor cursor = new OrderedCursor(order, root);
        cursor.seek(bound);
        return cursor;
    }

    /** A cursor in front of the entry of a rank; behind the last one if there are not as many. */
    public OrderedCursor cursor(long rank) {
        OrderedCursor cursor = new OrderedCursor(order, root);
        cursor.seek(rank);
        return cursor;
    }
}
