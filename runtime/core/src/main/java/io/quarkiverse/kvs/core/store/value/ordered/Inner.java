package io.quarkiverse.kvs.core.store.value.ordered;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * A node with others below. Between two of them stands a key that is above all that is below the first, and not above anything
 * below the second.
 */
final class Inner extends Node {

    static final int LIMIT = 64;

    private static final long OBJECT_MEMORY = Heap.object(4 * Heap.REFERENCE + Integer.BYTES + 2 * Long.BYTES);
    private static final int SMALL = LIMIT / 4;
    private static final int MERGED = LIMIT * 3 / 4;
    private static final int FIRST_ROOM = 4;

    private Node[] children;
    /** How many entries are below each of the children. */
    private long[] counts;
    /** One is in front of each child but the first, at its index. */
    private byte[][] keys;
    private int size;
    private long count;
    private long keyMemory;

    private Inner(Object owner, int room) {
        super(owner);
        children = new Node[room];
        counts = new long[room];
        keys = new byte[room][];
    }

    /** One of two. */
    static Inner of(Object owner, Node left, byte[] key, Node right) {
        Inner inner = new Inner(owner, FIRST_ROOM);
        inner.insert(0, null, left);
        inner.insert(1, key, right);
        return inner;
    }

    @Override
    long count() {
        return count;
    }

    int size() {
        return size;
    }

    @Override
    long memory() {
        return OBJECT_MEMORY + 2 * Heap.array((long) children.length * Heap.REFERENCE)
                + Heap.array((long) counts.length * Long.BYTES) + keyMemory;
    }

    @Override
    boolean isSmall() {
        return size < SMALL;
    }

    boolean isFull() {
        return size == LIMIT;
    }

    @Override
    Inner copy(Object newOwner) {
        return part(newOwner, 0, size, children.length);
    }

    private Inner part(Object newOwner, int from, int to, int room) {
        Inner part = new Inner(newOwner, room);
        part.take(this, from, to, null);
        return part;
    }

    /** Appends children of another one; there is room. */
    private void take(Inner other, int from, int to, byte[] firstKey) {
        int length = to - from;
        System.arraycopy(other.children, from, children, size, length);
        System.arraycopy(other.counts, from, counts, size, length);
        System.arraycopy(other.keys, from, keys, size, length);
        keys[size] = firstKey;
        for (int i = size; i < size + length; i++) {
            count += counts[i];
            keyMemory += keyMemory(keys[i]);
        }
        size += length;
    }

    private static long keyMemory(byte[] key) {
        return key == null ? 0 : Heap.array(key.length);
    }

    // Looking

    Node child(int index) {
        return children[index];
    }

    long count(int index) {
        return counts[index];
    }

    byte[] key(int index) {
        return keys[index];
    }

    /** Below which child a key is, or would be. */
    int find(KeyOrder order, Bytes key) {
        byte[] array = key.array();
        int from = key.offset();
        int to = from + key.length();
        int low = 1;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            byte[] between = keys[middle];
            if (order.compare(between, 0, between.length, array, from, to) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Below which child a bound is: with the entries in front of it, or with those behind it. */
    int find(KeyOrder order, KeyBound bound) {
        if (bound.key() == null) {
            return bound.isBehind() ? size - 1 : 0;
        }
        return find(order, bound.key());
    }

    /** How many entries are below the children in front of one. */
    long rank(int index) {
        long rank = 0;
        for (int i = 0; i < index; i++) {
            rank += counts[i];
        }
        return rank;
    }

    // Changing

    /** What is below a child has changed, or it is another one. */
    void set(int index, Node child) {
        children[index] = child;
        long now = child.count();
        count += now - counts[index];
        counts[index] = now;
    }

    /** @param key what is between it and the child in front of it; null if it is the first */
    void insert(int index, byte[] key, Node child) {
        if (size == children.length) {
            int room = Math.min(LIMIT, size + size / 2);
            children = Arrays.copyOf(children, room);
            counts = Arrays.copyOf(counts, room);
            keys = Arrays.copyOf(keys, room);
        }
        System.arraycopy(children, index, children, index + 1, size - index);
        System.arraycopy(counts, index, counts, index + 1, size - index);
        System.arraycopy(keys, index, keys, index + 1, size - index);
        children[index] = child;
        counts[index] = child.count();
        keys[index] = key;
        size++;
        count += counts[index];
        keyMemory += keyMemory(key);
    }

    /** Removes children; not all. */
    void remove(int from, int to) {
        for (int i = from; i < to; i++) {
            count -= counts[i];
            keyMemory -= keyMemory(keys[i]);
        }
        System.arraycopy(children, to, children, from, size - to);
        System.arraycopy(counts, to, counts, from, size - to);
        System.arraycopy(keys, to, keys, from, size - to);
        int left = size - (to - from);
        Arrays.fill(children, left, size, null);
        Arrays.fill(keys, left, size, null);
        size = left;
        keyMemory -= keyMemory(keys[0]);
        keys[0] = null;
    }

    /** Removes the children from one on, and returns them in a node of their own. */
    Inner split(int from) {
        Inner tail = part(owner, from, size, Math.min(LIMIT, Math.max(FIRST_ROOM, (size - from) * 3 / 2)));
        keyMemory -= keyMemory(keys[from]);
        keys[from] = null;
        for (int i = from; i < size; i++) {
            count -= counts[i];
            keyMemory -= keyMemory(keys[i]);
        }
        size = from;
        int room = Math.min(LIMIT, Math.max(FIRST_ROOM, size * 3 / 2));
        children = Arrays.copyOf(Arrays.copyOf(children, size), room);
        counts = Arrays.copyOf(Arrays.copyOf(counts, size), room);
        keys = Arrays.copyOf(Arrays.copyOf(keys, size), room);
        return tail;
    }

    /** Both together; null if that is too much. */
    static Inner merge(Object owner, Inner left, byte[] key, Inner right) {
        int together = left.size + right.size;
        if (together > MERGED) {
            return null;
        }
        Inner merged = new Inner(owner, Math.max(FIRST_ROOM, together));
        merged.take(left, 0, left.size, null);
        merged.take(right, 0, right.size, key);
        return merged;
    }
}
