package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * A list: a chain of {@link ListNode}s, each of which holds as many elements as fit its limits. What Redis calls a
 * quicklist.
 * <p>
 * Adding and removing at either end takes constant time; a place in the middle is found by stepping over whole
 * nodes, from the nearer end.
 * <p>
 * Invariants: no node is empty; a node holds more than its limits allow only if it is one element; after a change
 * in the middle, the nodes around it that fit into one are one.
 * <p>
 * Not safe for use by several threads: the segment's lock guards it.
 */
public class ListValue implements ReadableList {

    /** More bytes are not laid out in one array with the key: every change would copy them. */
    private static final int MAX_PACKED = 512;
    private static final int VARYING = 0;
    private static final int UNIFORM = 1;

    private final NodeLimits limits;
    private ListNode first;
    private ListNode last;
    private long size;
    /** The bytes that all nodes take, kept up to date so that they need not be gone through. */
    private long nodeMemory;

    /** An empty list, to be filled at once. */
    public ListValue(NodeLimits limits) {
        this.limits = limits;
    }

    /** Up to what size its nodes take elements. */
    public NodeLimits limits() {
        return limits;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    // The ends

    /** Adds an element, which may not be a view of this list. */
    public void add(ListEnd end, Bytes element) {
        ListNode node = end == ListEnd.LEFT ? first : last;
        if (node == null || !node.accepts(element, limits)) {
            link(ListNode.of(element), end == ListEnd.LEFT ? first : null);
        } else {
            insertInto(node, end == ListEnd.LEFT ? node.start() : node.end(), element);
        }
        size++;
    }

    @Override
    public <B extends Bytes> B show(ListEnd end, B view) {
        return end == ListEnd.LEFT ? first.show(first.start(), view) : last.show(last.previous(last.end()), view);
    }

    /** Removes so many elements at one end. There are at least so many. */
    public void remove(ListEnd end, long elements) {
        size -= elements;
        long left = elements;
        while (left > 0) {
            ListNode node = end == ListEnd.LEFT ? first : last;
            if (node.count() <= left) {
                left -= node.count();
                unlink(node);
            } else {
                long before = node.memory();
                node.remove(end, (int) left);
                account(node, before);
                left = 0;
            }
        }
    }

    // Places

    @Override
    public <B extends Bytes> B show(long index, B view) {
        Place place = find(index);
        return place.node.show(place.offset(), view);
    }

    @Override
    public ListCursor cursor(long index, ListEnd towards) {
        Place place = find(index);
        int at = place.offset();
        return towards == ListEnd.RIGHT ? new ListCursor(place.node, at, true)
                : new ListCursor(place.node, place.node.next(at), false);
    }

    /** Puts an element, which may not be a view of this list, in the place of another one. */
    public void set(long index, Bytes element) {
        Place place = find(index);
        ListNode node = place.node;
        int at = place.offset();
        long memory = node.memory();
        if (node.acceptsAt(at, element, limits)) {
            int before = node.bytes();
            node.replace(at, element, limits);
            account(node, memory);
            if (node.bytes() < before) {
                mergeAround(node);
            }
        } else {
            int gap = node.remove(at, node.next(at), 1);
            account(node, memory);
            insert(node, gap, element);
        }
    }

    /**
     * Inserts an element, which may not be a view of this list, beside the first one of certain bytes.
     *
     * @param side of which side of that one
     * @return whether there is such a one
     */
    public boolean insert(Bytes pivot, ListEnd side, Bytes element) {
        for (ListNode node = first; node != null; node = node.next) {
            for (int at = node.start(); at < node.end(); at = node.next(at)) {
                if (node.isSame(at, pivot)) {
                    insert(node, side == ListEnd.LEFT ? at : node.next(at), element);
                    size++;
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Removes elements of certain bytes.
     *
     * @param from from which end on
     * @param most how many at most
     * @return how many
     */
    public long remove(Bytes element, ListEnd from, long most) {
        long removed = 0;
        ListNode node = from == ListEnd.LEFT ? first : last;
        while (node != null && removed < most) {
            ListNode following = from == ListEnd.LEFT ? node.next : node.previous;
            int matches = node.matches(element);
            if (matches > 0) {
                int taken = (int) Math.min(matches, most - removed);
                removed += taken;
                if (taken == node.count()) {
                    unlink(node);
                    node = null;
                } else {
                    long before = node.memory();
                    node.removeMatches(element, from == ListEnd.LEFT ? 0 : matches - taken, taken);
                    account(node, before);
                }
            }
            if (removed > 0 && node != null) {
                mergeWithNext(from == ListEnd.LEFT ? node.previous : node);
            }
            node = following;
        }
        if (removed > 0 && node != null) {
            mergeWithNext(from == ListEnd.LEFT ? node.previous : node);
        }
        size -= removed;
        return removed;
    }

    /** A node with the number of an element in it. */
    private record Place(ListNode node, int index) {

        int offset() {
            return node.offset(index);
        }
    }

    private Place find(long index) {
        if (index < size / 2) {
            ListNode node = first;
            long left = index;
            while (left >= node.count()) {
                left -= node.count();
                node = node.next;
            }
            return new Place(node, (int) left);
        }
        ListNode node = last;
        long from = size - node.count();
        while (index < from) {
            node = node.previous;
            from -= node.count();
        }
        return new Place(node, (int) (index - from));
    }

    /** Inserts an element into a node, or into one beside it, or a new one, if it would become too large. */
    private void insert(ListNode node, int at, Bytes element) {
        if (node.accepts(element, limits)) {
            insertInto(node, at, element);
            return;
        }
        boolean inFront = at == node.start();
        if (!inFront && at < node.end()) {
            long before = node.memory();
            ListNode rest = node.split(at);
            account(node, before);
            link(rest, node.next);
        }
        ListNode alone = ListNode.of(element);
        link(alone, inFront ? node : node.next);
        mergeWithNext(alone.next);
        mergeWithNext(alone.previous == null ? null : alone.previous.previous);
        mergeAround(alone);
    }

    private void insertInto(ListNode node, int at, Bytes element) {
        long before = node.memory();
        node.insert(at, element, limits);
        account(node, before);
    }

    // The chain

    /** Links a node in front of another one, or behind all if that is null. */
    private void link(ListNode node, ListNode behind) {
        ListNode before = behind == null ? last : behind.previous;
        node.previous = before;
        node.next = behind;
        if (before == null) {
            first = node;
        } else {
            before.next = node;
        }
        if (behind == null) {
            last = node;
        } else {
            behind.previous = node;
        }
        nodeMemory += node.memory();
    }

    private void unlink(ListNode node) {
        if (node.previous == null) {
            first = node.next;
        } else {
            node.previous.next = node.next;
        }
        if (node.next == null) {
            last = node.previous;
        } else {
            node.next.previous = node.previous;
        }
        nodeMemory -= node.memory();
    }

    /** Notes what has become of the memory of a node in the chain. */
    private void account(ListNode node, long before) {
        nodeMemory += node.memory() - before;
    }

    private void mergeAround(ListNode node) {
        mergeWithNext(node);
        mergeWithNext(node.previous);
    }

    /** Makes one node of two if they fit into one. */
    private void mergeWithNext(ListNode node) {
        if (node != null && node.next != null && node.accepts(node.next, limits)) {
            long before = node.memory();
            ListNode next = node.next;
            long nextBefore = next.memory();
            node.append(next, limits);
            account(node, before);
            account(next, nextBefore);
            unlink(next);
        }
    }

    // In one array with its key

    /** Of one node, of few bytes; of others, the lengths are limited in another way, which would have to be told. */
    @Override
    public int packedLength() {
        boolean packs = size > 0 && size <= PackedSize.MAX && first == last && first.bytes() <= MAX_PACKED
                && limits.equals(NodeLimits.USUAL);
        return packs ? PackedSize.BYTES + first.bytes() : -1;
    }

    @Override
    public int packedForm() {
        return first.isVarying() ? VARYING : UNIFORM;
    }

    @Override
    public byte[] packed(int room) {
        byte[] array = new byte[room + PackedSize.BYTES + first.bytes()];
        array[room] = (byte) size;
        first.copyTo(array, room + PackedSize.BYTES);
        return array;
    }

    /** What {@link #packed} has laid out. */
    static ListValue of(byte[] array, int at, int form) {
        ListValue list = new ListValue(NodeLimits.USUAL);
        int size = PackedSize.read(array, at);
        list.link(ListNode.of(array, at + PackedSize.BYTES, size, form == VARYING), null);
        list.size = size;
        return list;
    }

    // As a value

    @Override
    public ValueType type() {
        return ValueType.LIST;
    }

    @Override
    public String encoding() {
        return "quicklist";
    }

    @Override
    public ListValue copy() {
        ListValue copy = new ListValue(limits);
        for (ListNode node = first; node != null; node = node.next) {
            copy.link(node.copy(), null);
        }
        copy.size = size;
        return copy;
    }

    @Override
    public long memory() {
        return Heap.object(3 * Heap.REFERENCE + 2 * Long.BYTES) + nodeMemory;
    }

    /** The first of the nodes, for tests. */
    ListNode first() {
        return first;
    }
}
