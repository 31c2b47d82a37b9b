package io.quarkiverse.kvs.core.store.value.ordered;

/**
 * A node of an {@link OrderedTree}. It may be changed by the tree that has its owner mark, and by nothing else: for all others
 * it stays as it is.
 */
abstract sealed class Node permits Leaf, Inner {

    final Object owner;

    Node(Object owner) {
        this.owner = owner;
    }

    /** The number of entries in it and below. */
    abstract long count();

    /** The bytes it takes on the heap, without what is below. */
    abstract long memory();

    /** Whether it is to be merged with one beside it, if there is room. */
    abstract boolean isSmall();

    /** The same for a tree that may change it. */
    abstract Node copy(Object newOwner);
}
