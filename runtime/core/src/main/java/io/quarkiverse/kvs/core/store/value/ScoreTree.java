package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * The elements of a large sorted set in their order: a B+-tree that knows how many elements stand below each of its nodes, so
 * that it finds an element by its rank, and the rank of an element, as fast as anything else. Every operation takes
 * logarithmic time.
 *
 * <pre>
 * leaf    elements   up to {@link #capacity} references to {@link ScoredElement}s
 * inner   children   up to as many nodes
 *         elements   the smallest element below each of them, to search without looking into them
 *         counts     how many elements stand below each of them
 * both    scores     those of the elements, side by side
 * </pre>
 *
 * A search looks at the scores, and follows a reference only where two scores are the same: the elements lie anywhere in
 * memory, and to wait for one of them costs more than all the rest of a step.
 *
 * Invariants:
 * <ul>
 * <li>{@code scores[i]} is the score of {@code elements[i]};
 * <li>elements stand in strictly ascending order, within a node and from each leaf to the next;
 * <li>all leaves stand at the same depth;
 * <li>{@code elements[i]} of an inner node is the first element of {@code children[i]}, and {@code counts[i]} is the number
 * of all elements below it;
 * <li>the root is a leaf, or has at least two children;
 * <li>any other node is at least half full, but for those at the right edge, which are not empty. So a tree that is filled in
 * ascending order has full nodes, and not half as many again.
 * </ul>
 *
 * Not safe for use by several threads: the segment's lock guards it.
 */
final class ScoreTree {

    /** Searched in six steps, which mostly stay within three or four lines of a processor's cache. */
    private static final int CAPACITY = 64;

    final int capacity;
    Node root;
    private int size;
    /** The bytes that the nodes take, kept up to date so that they need not be gone through. */
    private long nodeMemory;

    /** @param capacity of a node: even, at least 4 */
    ScoreTree(int capacity) {
        this.capacity = capacity;
        root = newNode(true);
    }

    private Node newNode(boolean leaf) {
        Node node = new Node(capacity, leaf);
        nodeMemory += node.memory();
        return node;
    }

    /** Notes that a node is not needed any more. */
    private void drop(Node node) {
        nodeMemory -= node.memory();
    }

    /** A tree of elements that are in order. */
    static ScoreTree of(byte[][] sorted) {
        return of(CAPACITY, sorted);
    }

    static ScoreTree of(int capacity, byte[][] sorted) {
        ScoreTree tree = new ScoreTree(capacity);
        tree.size = sorted.length;
        if (sorted.length == 0) {
            return tree;
        }
        tree.drop(tree.root);
        Node[] level = new Node[(sorted.length - 1) / capacity + 1];
        for (int i = 0; i < level.length; i++) {
            Node leaf = tree.newNode(true);
            leaf.size = Math.min(capacity, sorted.length - i * capacity);
            for (int j = 0; j < leaf.size; j++) {
                leaf.setElement(j, sorted[i * capacity + j]);
            }
            level[i] = leaf;
        }
        while (level.length > 1) {
            Node[] above = new Node[(level.length - 1) / capacity + 1];
            for (int i = 0; i < level.length; i++) {
                if (i % capacity == 0) {
                    above[i / capacity] = tree.newNode(false);
                }
                above[i / capacity].insertChild(i % capacity, level[i]);
            }
            level = above;
        }
        tree.root = level[0];
        return tree;
    }

    int size() {
        return size;
    }

    // One element

    /** Adds an element that is not in the tree. */
    void insert(byte[] element) {
        Node right = insert(root, ScoredElement.score(element), element, true);
        if (right != null) {
            Node left = root;
            root = newNode(false);
            root.insertChild(0, left);
            root.insertChild(1, right);
        }
        size++;
    }

    /**
     * @param atEdge whether the node is at the right edge
     * @return the node that now follows this one, if it had to be split, or null
     */
    private Node insert(Node node, double score, byte[] element, boolean atEdge) {
        int at = node.countUpTo(score, element);
        if (node.isLeaf()) {
            Node right = node.isFull() ? split(node, at, atEdge) : null;
            if (right != null && at >= node.size) {
                right.insertElement(at - node.size, element);
            } else {
                node.insertElement(at, element);
            }
            return right;
        }
        int below = Math.max(0, at - 1);
        Node child = node.children[below];
        Node next = insert(child, score, element, atEdge && below == node.size - 1);
        if (next == null) {
            node.noteFirst(below);
            node.counts[below]++;
            return null;
        }
        node.setChild(below, child);
        Node right = node.isFull() ? split(node, below + 1, atEdge) : null;
        if (right != null && below + 1 >= node.size) {
            right.insertChild(below + 1 - node.size, next);
        } else {
            node.insertChild(below + 1, next);
        }
        return right;
    }

    /** Makes room in a full node for something at a place, by a new node that takes what stands behind its middle. */
    private Node split(Node node, int at, boolean atEdge) {
        Node right = newNode(node.isLeaf());
        boolean appending = atEdge && at == capacity;
        if (!appending) {
            node.move(capacity / 2, capacity / 2, right, 0);
        }
        return right;
    }

    /** Removes an element that is in the tree. */
    void remove(byte[] element) {
        remove(root, ScoredElement.score(element), element);
        while (!root.isLeaf() && root.size <= 1) {
            drop(root);
            root = root.size == 1 ? root.children[0] : newNode(true);
        }
        size--;
    }

    private void remove(Node node, double score, byte[] element) {
        int at = node.countUpTo(score, element) - 1;
        if (node.isLeaf()) {
            node.close(at, 1);
            return;
        }
        Node child = node.children[at];
        remove(child, score, element);
        node.counts[at]--;
        if (child.size < capacity / 2) {
            refill(node, at);
        } else {
            node.noteFirst(at);
        }
    }

    /** Sees to a child that has become less than half full. */
    private void refill(Node node, int at) {
        Node child = node.children[at];
        if (node.size == 1) {
            // At the right edge, where it may be as empty as it likes.
            if (child.size == 0) {
                drop(child);
                node.close(at, 1);
            } else {
                node.noteFirst(at);
            }
            return;
        }
        int first = at + 1 < node.size ? at : at - 1;
        Node left = node.children[first];
        Node right = node.children[first + 1];
        int together = left.size + right.size;
        if (together <= capacity) {
            right.move(0, right.size, left, left.size);
            drop(right);
            node.close(first + 1, 1);
        } else {
            int half = together / 2;
            if (left.size < half) {
                right.move(0, half - left.size, left, left.size);
            } else {
                left.move(half, left.size - half, right, 0);
            }
            node.setChild(first + 1, right);
        }
        node.setChild(first, left);
    }

    /** How many elements stand in front of one that is in the tree. */
    int rank(byte[] element) {
        double score = ScoredElement.score(element);
        int rank = 0;
        Node node = root;
        while (true) {
            int at = node.countUpTo(score, element) - 1;
            if (node.isLeaf()) {
                return rank + at;
            }
            rank += node.countIn(0, at);
            node = node.children[at];
        }
    }

    /** How many elements stand in front of a bound. */
    int rank(Bound bound) {
        int rank = 0;
        Node node = root;
        while (true) {
            int before = node.countBefore(bound);
            if (node.isLeaf()) {
                return rank + before;
            }
            int at = Math.max(0, before - 1);
            rank += node.countIn(0, at);
            node = node.children[at];
        }
    }

    /** The element that has so many others in front of it. */
    byte[] at(int rank) {
        int left = rank;
        Node node = root;
        while (!node.isLeaf()) {
            int at = 0;
            while (left >= node.counts[at]) {
                left -= node.counts[at++];
            }
            node = node.children[at];
        }
        return node.elements[left];
    }

    // Many elements

    /**
     * Visits elements in ascending order, until the visitor returns false. It must not change the tree.
     *
     * @param from the rank of the first
     * @param to the rank behind that of the last
     */
    void forEach(int from, int to, Predicate<byte[]> visitor) {
        forEach(root, from, to, visitor);
    }

    private static boolean forEach(Node node, int from, int to, Predicate<byte[]> visitor) {
        if (node.isLeaf()) {
            for (int i = from; i < to; i++) {
                if (!visitor.test(node.elements[i])) {
                    return false;
                }
            }
            return true;
        }
        int start = 0;
        for (int i = 0; i < node.size && start < to; i++) {
            int end = start + node.counts[i];
            if (end > from && !forEach(node.children[i], Math.max(from, start) - start, Math.min(to, end) - start, visitor)) {
                return false;
            }
            start = end;
        }
        return true;
    }

    /** Visits elements in descending order: the same ones as {@link #forEach}, the last of them first. */
    void forEachDescending(int from, int to, Predicate<byte[]> visitor) {
        forEachDescending(root, size, from, to, visitor);
    }

    private static boolean forEachDescending(Node node, int count, int from, int to, Predicate<byte[]> visitor) {
        if (node.isLeaf()) {
            for (int i = to - 1; i >= from; i--) {
                if (!visitor.test(node.elements[i])) {
                    return false;
                }
            }
            return true;
        }
        int end = count;
        for (int i = node.size - 1; i >= 0 && end > from; i--) {
            int start = end - node.counts[i];
            if (start < to && !forEachDescending(node.children[i], node.counts[i], Math.max(from, start) - start,
                    Math.min(to, end) - start, visitor)) {
                return false;
            }
            end = start;
        }
        return true;
    }

    /** The bytes it takes on the heap, without the elements. */
    long memory() {
        return Heap.object(2 * Integer.BYTES + Heap.REFERENCE + Long.BYTES) + nodeMemory;
    }

    /** A leaf or an inner node. */
    static final class Node {

        int size;
        final byte[][] elements;
        final double[] scores;
        /** Null in a leaf. */
        final Node[] children;
        /** Null in a leaf. */
        final int[] counts;

        Node(int capacity, boolean leaf) {
            elements = new byte[capacity][];
            scores = new double[capacity];
            children = leaf ? null : new Node[capacity];
            counts = leaf ? null : new int[capacity];
        }

        boolean isLeaf() {
            return children == null;
        }

        private boolean isFull() {
            return size == elements.length;
        }

        /** How many of the elements here are at most this one. */
        private int countUpTo(double score, byte[] element) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = low + high >>> 1;
                double other = scores[middle];
                if (other < score || other == score && ScoredElement.compareMembers(elements[middle], element) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** How many of the elements here stand in front of a bound. */
        private int countBefore(Bound bound) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = low + high >>> 1;
                if (ScoredElement.isBefore(scores[middle], elements[middle], bound)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** How many elements stand below some of the children. */
        private int countIn(int from, int to) {
            int count = 0;
            for (int i = from; i < to; i++) {
                count += counts[i];
            }
            return count;
        }

        private void insertElement(int at, byte[] element) {
            open(at, 1);
            setElement(at, element);
        }

        private void setElement(int at, byte[] element) {
            elements[at] = element;
            scores[at] = ScoredElement.score(element);
        }

        private void insertChild(int at, Node child) {
            open(at, 1);
            setChild(at, child);
        }

        /** Puts a child into its place, or notes what has become of it. */
        private void setChild(int at, Node child) {
            children[at] = child;
            noteFirst(at);
            counts[at] = child.isLeaf() ? child.size : child.countIn(0, child.size);
        }

        /** Notes which element is now the first one below a child. */
        private void noteFirst(int at) {
            Node child = children[at];
            // Storing what is there already would still cost the garbage collector's bookkeeping.
            if (elements[at] != child.elements[0]) {
                elements[at] = child.elements[0];
                scores[at] = child.scores[0];
            }
        }

        /** Moves some of what is here to another node of the same depth. */
        private void move(int from, int count, Node to, int at) {
            to.open(at, count);
            System.arraycopy(elements, from, to.elements, at, count);
            System.arraycopy(scores, from, to.scores, at, count);
            if (!isLeaf()) {
                System.arraycopy(children, from, to.children, at, count);
                System.arraycopy(counts, from, to.counts, at, count);
            }
            close(from, count);
        }

        private void open(int at, int count) {
            System.arraycopy(elements, at, elements, at + count, size - at);
            System.arraycopy(scores, at, scores, at + count, size - at);
            if (!isLeaf()) {
                System.arraycopy(children, at, children, at + count, size - at);
                System.arraycopy(counts, at, counts, at + count, size - at);
            }
            size += count;
        }

        private void close(int at, int count) {
            System.arraycopy(elements, at + count, elements, at, size - at - count);
            System.arraycopy(scores, at + count, scores, at, size - at - count);
            Arrays.fill(elements, size - count, size, null);
            if (!isLeaf()) {
                System.arraycopy(children, at + count, children, at, size - at - count);
                Arrays.fill(children, size - count, size, null);
                System.arraycopy(counts, at + count, counts, at, size - at - count);
            }
            size -= count;
        }

        /** The bytes it takes on the heap, without what it refers to. */
        long memory() {
            long references = Heap.array((long) elements.length * Heap.REFERENCE);
            return Heap.object(Integer.BYTES + 4 * Heap.REFERENCE) + Heap.array((long) elements.length * Double.BYTES)
                    + (isLeaf() ? references : 2 * references + Heap.array((long) elements.length * Integer.BYTES));
        }
    }
}
