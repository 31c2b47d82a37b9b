package io.quarkiverse.kvs.core.store.value.ordered;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Keys with values, in the order of the keys: a B+ tree whose leaves are packed. It changes in place what belongs to it alone.
 * What a {@link #snapshot} needs it copies first, node by node as it changes them: so a snapshot costs nothing but a new mark.
 * <p>
 * One thread at a time may change it, or read it while it may change. Snapshots may be read by any thread meanwhile.
 */
public final class OrderedTree {

    /** In one that takes less, no leaf has room that may remain empty. */
    private static final long SMALL = 8 * Leaf.LIMIT;

    private final KeyOrder order;
    /** Who may change nodes in place: those that have this mark belong to no snapshot. */
    private Object owner = new Object();
    /** Null if there is nothing in it. */
    private Node root;
    private long memory;

    // What a step of put has made, for the step above it.

    private boolean added;
    private boolean replaced;
    /** Whether a leaf was divided where a large entry belongs, which has not been put there. */
    private boolean again;
    /** What has become of the upper part of the node; null if it was not divided. */
    private Node upper;
    private byte[] separator;

    /** An empty one. */
    public OrderedTree(KeyOrder order) {
        this.order = order;
    }

    private OrderedTree(OrderedTree original) {
        order = original.order;
        root = original.root;
        memory = original.memory;
    }

    /** The same content, independent of this one. Takes constant time. */
    public OrderedTree copy() {
        share();
        return new OrderedTree(this);
    }

    /** From now on, all nodes belong to others, too. */
    private void share() {
        owner = new Object();
    }

    public KeyOrder order() {
        return order;
    }

    /** The bytes that its nodes take on the heap, also those that it shares with snapshots. */
    public long memory() {
        return memory;
    }

    /** The number of entries. */
    public long size() {
        return root == null ? 0 : root.count();
    }

    /** What it holds now, to be read until it changes. */
    public OrderedSnapshot read() {
        return new OrderedSnapshot(order, root);
    }

    /** What it holds now, also when it changes later. Takes constant time. */
    public OrderedSnapshot snapshot() {
        share();
        return read();
    }

    /** Makes it hold what it held when the snapshot was taken: of this tree, or of one of the same order. */
    public void restore(OrderedSnapshot snapshot) {
        share();
        root = snapshot.root();
        memory = memoryOf(root);
    }

    private static long memoryOf(Node node) {
        if (node == null) {
            return 0;
        }
        long sum = node.memory();
        if (node instanceof Inner inner) {
            for (int i = 0; i < inner.size(); i++) {
                sum += memoryOf(inner.child(i));
            }
        }
        return sum;
    }

    /**
     * Whether a key and a value can be put together.
     *
     * @throws EntryTooLargeException if both take more than an array can hold
     */
    public static void requireFits(Bytes key, Bytes value) {
        Leaf.entrySize(key, value);
    }

    // Putting

    /**
     * Gives a key a value. Copies both.
     *
     * @return whether the key had none
     * @throws EntryTooLargeException if both take more than an array can hold
     */
    public boolean put(Bytes key, Bytes value) {
        int size = Leaf.entrySize(key, value);
        if (root == null) {
            root = Leaf.of(owner, key, value);
            memory = root.memory();
            return true;
        }
        added = false;
        replaced = false;
        do {
            again = false;
            root = put(root, key, value, size, true, true);
            if (upper != null) {
                root = Inner.of(owner, root, separator, upper);
                memory += root.memory();
                upper = null;
                separator = null;
            }
        } while (again);
        return added && !replaced;
    }

    /**
     * @param first whether nothing is in front of the node
     * @param last whether nothing is behind it
     * @return what has become of the node, or of its lower part
     */
    private Node put(Node node, Bytes key, Bytes value, int size, boolean first, boolean last) {
        if (node instanceof Leaf leaf) {
            return putInto(leaf, key, value, size, first, last);
        }
        Inner inner = (Inner) node;
        int index = inner.find(order, key);
        Node before = inner.child(index);
        Node now = put(before, key, value, size, first && index == 0, last && index == inner.size() - 1);
        if (now == before && !added && upper == null) {
            return inner;
        }
        Inner own = own(inner);
        own.set(index, now);
        if (upper == null) {
            return own;
        }
        return insert(own, index + 1, last && index == inner.size() - 1);
    }

    private Node putInto(Leaf leaf, Bytes key, Bytes value, int size, boolean first, boolean last) {
        int index = leaf.find(order, key);
        if (index >= 0) {
            return replace(leaf, index, key, value, size);
        }
        added = true;
        return insert(leaf, -index - 1, key, value, size, first, last);
    }

    private Node replace(Leaf leaf, int index, Bytes key, Bytes value, int size) {
        Leaf own = own(leaf);
        if (own.overwrite(index, key, value)) {
            return own;
        }
        if (own.size() == 1) {
            memory -= own.memory();
            return single(key, value);
        }
        memory -= own.memory();
        own.remove(index, index + 1);
        memory += own.memory();
        added = true;
        replaced = true;
        return insert(own, index, key, value, size, false, false);
    }

    private Node insert(Leaf leaf, int index, Bytes key, Bytes value, int size, boolean first, boolean last) {
        if (!leaf.isFullFor(size)) {
            Leaf own = own(leaf);
            memory -= own.memory();
            own.insert(index, key, value);
            memory += own.memory();
            return own;
        }
        // One that is larger than a leaf is to be has a leaf of its own.
        boolean alone = size > Leaf.LIMIT || leaf.size() == 1;
        if (index == leaf.size() && (last || alone)) {
            // What comes in order fills one leaf after the other.
            Leaf single = alone || memory < SMALL ? single(key, value) : toBeFilled(key, value);
            divided(leaf, single);
            return leaf;
        }
        if (index == 0 && (first || alone)) {
            Leaf single = single(key, value);
            divided(single, leaf);
            return single;
        }
        again = size > Leaf.LIMIT;
        int middle = again ? index : leaf.middle(index, size);
        Leaf left = leaf.head(owner, middle);
        Leaf right = leaf.tail(owner, middle);
        if (again) {
            added = false;
        } else if (index <= middle) {
            left.insert(index, key, value);
        } else {
            right.insert(index - middle, key, value);
        }
        memory += left.memory() + right.memory() - leaf.memory();
        divided(left, right);
        return left;
    }

    private Leaf single(Bytes key, Bytes value) {
        Leaf single = Leaf.of(owner, key, value);
        memory += single.memory();
        return single;
    }

    private Leaf toBeFilled(Bytes key, Bytes value) {
        Leaf leaf = Leaf.toBeFilled(owner, key, value);
        memory += leaf.memory();
        return leaf;
    }

    private void divided(Leaf left, Leaf right) {
        upper = right;
        separator = order.separator(left.showKey(left.size() - 1, new Bytes()), right.showKey(0, new Bytes()));
    }

    /** Puts the upper part of a child that was divided behind the lower one. */
    private Inner insert(Inner own, int index, boolean last) {
        Inner into = own;
        int at = index;
        Inner tail = null;
        byte[] between = null;
        memory -= own.memory();
        if (own.isFull()) {
            int from = last ? Inner.LIMIT - 1 : Inner.LIMIT / 2;
            between = own.key(from);
            tail = own.split(from);
            if (index > from) {
                into = tail;
                at = index - from;
            }
        }
        into.insert(at, separator, upper);
        memory += own.memory();
        if (tail != null) {
            memory += tail.memory();
        }
        upper = tail;
        separator = between;
        return own;
    }

    private Leaf own(Leaf leaf) {
        if (leaf.owner == owner) {
            return leaf;
        }
        Leaf copy = leaf.copy(owner);
        memory += copy.memory() - leaf.memory();
        return copy;
    }

    private Inner own(Inner inner) {
        if (inner.owner == owner) {
            return inner;
        }
        Inner copy = inner.copy(owner);
        memory += copy.memory() - inner.memory();
        return copy;
    }

    // Removing

    /** @return whether there was an entry of this key */
    public boolean remove(Bytes key) {
        if (root == null) {
            return false;
        }
        added = false;
        Node now = remove(root, key);
        if (added) {
            root = now;
            collapse();
        }
        return added;
    }

    /** Tells by {@link #added} whether there was one. */
    private Node remove(Node node, Bytes key) {
        if (node instanceof Leaf leaf) {
            int index = leaf.find(order, key);
            if (index < 0) {
                return leaf;
            }
            added = true;
            return cut(leaf, index, index + 1);
        }
        Inner inner = (Inner) node;
        int index = inner.find(order, key);
        Node now = remove(inner.child(index), key);
        if (!added) {
            return inner;
        }
        if (now == null && inner.size() == 1) {
            memory -= inner.memory();
            return null;
        }
        Inner own = own(inner);
        memory -= own.memory();
        if (now == null) {
            own.remove(index, index + 1);
        } else {
            own.set(index, now);
            merge(own, index);
        }
        memory += own.memory();
        return own;
    }

    /**
     * Removes the entries between two ranks.
     *
     * @param from of the first
     * @param to of the one behind the last
     */
    public void remove(long from, long to) {
        if (from < to) {
            root = cut(root, from, to);
            collapse();
        }
    }

    /** @return null if nothing is left */
    private Node cut(Node node, long from, long to) {
        if (from == 0 && to == node.count()) {
            memory -= memoryOf(node);
            return null;
        }
        return node instanceof Leaf leaf ? cut(leaf, (int) from, (int) to) : cut((Inner) node, from, to);
    }

    private Leaf cut(Leaf leaf, int from, int to) {
        if (from == 0 && to == leaf.size()) {
            memory -= leaf.memory();
            return null;
        }
        Leaf own = own(leaf);
        memory -= own.memory();
        own.remove(from, to);
        memory += own.memory();
        return own;
    }

    private Inner cut(Inner inner, long from, long to) {
        Inner own = own(inner);
        memory -= own.memory();
        int firstGone = 0;
        int gone = 0;
        long rank = 0;
        int edge = -1;
        for (int i = 0; i < own.size(); i++) {
            long count = own.count(i);
            long begin = Math.max(0, from - rank);
            long end = Math.min(count, to - rank);
            rank += count;
            if (begin >= end) {
                continue;
            }
            Node now = cut(own.child(i), begin, end);
            if (now != null) {
                own.set(i, now);
                edge = edge < 0 ? i : edge;
            } else {
                firstGone = gone == 0 ? i : firstGone;
                gone++;
            }
        }
        if (gone > 0) {
            own.remove(firstGone, firstGone + gone);
            edge = Math.min(firstGone, own.size() - 1);
        }
        for (int i = Math.min(edge + 1, own.size() - 1); i >= Math.max(0, edge - 1); i--) {
            if (i < own.size()) {
                merge(own, i);
            }
        }
        memory += own.memory();
        return own;
    }

    /** Merges a child that has become small with one beside it. The memory of the parent is not accounted. */
    private void merge(Inner own, int index) {
        Node child = own.child(index);
        if (!child.isSmall() || own.size() == 1) {
            return;
        }
        if (index == 0 || !mergeAt(own, index - 1)) {
            if (index + 1 < own.size()) {
                mergeAt(own, index);
            }
        }
    }

    /** Merges a child with the next one. */
    private boolean mergeAt(Inner own, int index) {
        Node left = own.child(index);
        Node right = own.child(index + 1);
        Node merged = left instanceof Leaf leaf ? Leaf.merge(owner, leaf, (Leaf) right)
                : Inner.merge(owner, (Inner) left, own.key(index + 1), (Inner) right);
        if (merged == null) {
            return false;
        }
        memory += merged.memory() - left.memory() - right.memory();
        own.remove(index + 1, index + 2);
        own.set(index, merged);
        return true;
    }

    /** There is no level with a single node but that of the leaves. */
    private void collapse() {
        while (root instanceof Inner inner && inner.size() == 1) {
            memory -= inner.memory();
            root = inner.child(0);
        }
    }
}
