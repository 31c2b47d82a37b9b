package io.quarkiverse.kvs.core.store.value.ordered;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A place between two entries of an {@link OrderedSnapshot}, or at an end, which moves over entries in both directions. A step
 * takes constant time, mostly. What the last step has moved over can be shown.
 * <p>
 * Not safe for use by several threads. It sees what the snapshot holds; one of what a tree holds now is of no use when that has
 * changed.
 */
public final class OrderedCursor {

    /** No tree is as deep: with 2 to the 31st leaves it has 6 levels, if each node is half full. */
    private static final int DEEPEST = 24;

    private final KeyOrder order;
    private final Node root;
    private final Inner[] path;
    /** Which child the path goes on with. */
    private final int[] indexes;
    private int depth;
    private Leaf leaf;
    /** The entry that {@link #next} moves over. */
    private int at;
    /** The entry that was moved over. */
    private int shown = -1;

    OrderedCursor(KeyOrder order, Node root) {
        this.order = order;
        this.root = root;
        boolean single = root == null || root instanceof Leaf;
        path = single ? null : new Inner[DEEPEST];
        indexes = single ? null : new int[DEEPEST];
    }

    /** Goes to a bound. */
    public void seek(KeyBound bound) {
        Node node = root;
        depth = 0;
        shown = -1;
        while (node instanceof Inner inner) {
            node = descend(inner, inner.find(order, bound));
        }
        leaf = (Leaf) node;
        at = leaf == null ? 0 : leaf.rank(order, bound);
    }

    /** Goes in front of the entry of a rank; behind the last one if there are not as many. */
    public void seek(long rank) {
        Node node = root;
        long left = rank;
        depth = 0;
        shown = -1;
        while (node instanceof Inner inner) {
            int index = 0;
            while (index < inner.size() - 1 && left >= inner.count(index)) {
                left -= inner.count(index);
                index++;
            }
            node = descend(inner, index);
        }
        leaf = (Leaf) node;
        at = leaf == null ? 0 : (int) Math.min(left, leaf.size());
    }

    private Node descend(Inner inner, int index) {
        path[depth] = inner;
        indexes[depth] = index;
        depth++;
        return inner.child(index);
    }

    /**
     * Moves over the next entry.
     *
     * @return false if there is none
     */
    public boolean next() {
        if (leaf == null || (at == leaf.size() && !nextLeaf())) {
            return false;
        }
        shown = at;
        at++;
        return true;
    }

    /**
     * Moves over the entry in front.
     *
     * @return false if there is none
     */
    public boolean previous() {
        if (leaf == null || (at == 0 && !previousLeaf())) {
            return false;
        }
        at--;
        shown = at;
        return true;
    }

    private boolean nextLeaf() {
        for (int level = depth - 1; level >= 0; level--) {
            if (indexes[level] + 1 < path[level].size()) {
                indexes[level]++;
                Node node = path[level].child(indexes[level]);
                for (depth = level + 1; node instanceof Inner inner;) {
                    node = descend(inner, 0);
                }
                leaf = (Leaf) node;
                at = 0;
                return true;
            }
        }
        return false;
    }

    private boolean previousLeaf() {
        for (int level = depth - 1; level >= 0; level--) {
            if (indexes[level] > 0) {
                indexes[level]--;
                Node node = path[level].child(indexes[level]);
                for (depth = level + 1; node instanceof Inner inner;) {
                    node = descend(inner, inner.size() - 1);
                }
                leaf = (Leaf) node;
                at = leaf.size();
                return true;
            }
        }
        return false;
    }

    /** Shows the key of the entry that was moved over, in an array that stays as it is. */
    public Bytes key(Bytes view) {
        return leaf.showKey(shown, view);
    }

    /** Shows its value, in an array that stays as it is. */
    public Bytes value(Bytes view) {
        return leaf.showValue(shown, view);
    }
}
