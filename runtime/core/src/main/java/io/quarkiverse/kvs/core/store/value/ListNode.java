package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * A part of a {@link ListValue}: elements side by side in one array, with room in front of them and behind. Adding
 * to either end costs what the element costs, on average, because room is made for as much as there is already.
 *
 * <pre>
 * array     room, elements, room
 * element   its length, its bytes, its length in reverse order: see {@link ElementLength};
 *           only its bytes while all elements of the node have the same length, which is not 0
 * </pre>
 *
 * With the first element of another length, the lengths are written, once and for all.
 * <p>
 * Elements are named by the offset at which they begin, until the next change. Only while it is changed, a node is
 * empty.
 */
final class ListNode {

    private static final byte[] NONE = {};
    /** Arrays are made as long as they are on the heap anyway. */
    private static final int GRAIN = 8;
    /** Up to this length, an array is not exchanged for a shorter one. */
    private static final int SHORT = 64;
    /** In the place of the length of every element: they have different ones. */
    private static final int VARYING = -1;

    ListNode previous;
    ListNode next;

    private byte[] array = NONE;
    private int start;
    private int end;
    private int count;
    /** The length of every element, or {@link #VARYING}. */
    private int length;

    private ListNode(int length) {
        this.length = length;
    }

    /** The bytes that an element takes together with its lengths. */
    private static int withLengths(int length) {
        return length + 2 * ElementLength.size(length);
    }

    /** The bytes that an element of such a length takes in here. */
    private int size(int elementLength) {
        return length == VARYING ? withLengths(elementLength) : elementLength;
    }

    /** A node of one element. */
    static ListNode of(Bytes element) {
        ListNode node = new ListNode(element.length() == 0 ? VARYING : element.length());
        node.end = node.size(element.length());
        node.array = new byte[roundUp(node.end)];
        node.write(0, element);
        node.count = 1;
        return node;
    }

    /**
     * A node of what {@link #copyTo} has copied.
     *
     * @param at where the elements begin, which go to the end of the array
     * @param varying whether they have lengths
     */
    static ListNode of(byte[] array, int at, int count, boolean varying) {
        ListNode node = new ListNode(varying ? VARYING : (array.length - at) / count);
        node.array = Arrays.copyOfRange(array, at, array.length);
        node.end = node.array.length;
        node.count = count;
        return node;
    }

    /** Whether the elements have lengths. */
    boolean isVarying() {
        return length == VARYING;
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(array, start, target, at, bytes());
    }

    /** The same elements in a node of its own. */
    ListNode copy() {
        return copy(start, count);
    }

    private ListNode copy(int from, int elements) {
        ListNode node = new ListNode(length);
        node.array = Arrays.copyOfRange(array, from, end);
        node.end = node.array.length;
        node.count = elements;
        return node;
    }

    /** The bytes of all elements. */
    int bytes() {
        return end - start;
    }

    int count() {
        return count;
    }

    /** The bytes of all elements together with their lengths. */
    private long bytesWithLengths() {
        return length == VARYING ? bytes() : (long) count * withLengths(length);
    }

    /** Whether another element may be put in here. */
    boolean accepts(Bytes element, NodeLimits limits) {
        int other = element.length();
        return limits.allow(other == length ? (long) bytes() + other : bytesWithLengths() + withLengths(other), count + 1L);
    }

    /** Whether an element may be put into the place of the one at an offset. */
    boolean acceptsAt(int at, Bytes element, NodeLimits limits) {
        return element.length() == length
                || limits.allow(bytesWithLengths() - withLengths(lengthAt(at)) + withLengths(element.length()), count);
    }

    /** Whether all of another node may be put in here. */
    boolean accepts(ListNode other, NodeLimits limits) {
        long bytes = length == other.length ? (long) bytes() + other.bytes() : bytesWithLengths() + other.bytesWithLengths();
        return limits.allow(bytes, (long) count + other.count);
    }

    long memory() {
        return Heap.object(3 * Heap.REFERENCE + 4 * Integer.BYTES) + Heap.array(array.length);
    }

    // Walking

    /** The offset of the first element. */
    int start() {
        return start;
    }

    /** The offset behind the last element. */
    int end() {
        return end;
    }

    /** The offset behind the element at an offset, which is that of the next one. */
    int next(int at) {
        return length == VARYING ? at + withLengths(ElementLength.read(array, at)) : at + length;
    }

    /** The offset of the element that ends at an offset. */
    int previous(int at) {
        return length == VARYING ? at - withLengths(ElementLength.readBackwards(array, at)) : at - length;
    }

    private int lengthAt(int at) {
        return length == VARYING ? ElementLength.read(array, at) : length;
    }

    /** The offset of an element, counted from 0. */
    int offset(int index) {
        if (length != VARYING) {
            return start + index * length;
        }
        int at;
        if (index <= count / 2) {
            at = start;
            for (int i = 0; i < index; i++) {
                at = next(at);
            }
        } else {
            at = end;
            for (int i = count; i > index; i--) {
                at = previous(at);
            }
        }
        return at;
    }

    <B extends Bytes> B show(int at, B view) {
        if (length == VARYING) {
            int own = ElementLength.read(array, at);
            view.show(array, at + ElementLength.size(own), own);
        } else {
            view.show(array, at, length);
        }
        return view;
    }

    boolean isSame(int at, Bytes element) {
        if (length != VARYING) {
            return element.sameAs(array, at, length);
        }
        int own = ElementLength.read(array, at);
        return element.sameAs(array, at + ElementLength.size(own), own);
    }

    // Changing

    /** Puts an element in front of the one at an offset. It may not be a view of this node. */
    void insert(int at, Bytes element, NodeLimits limits) {
        int place = element.length() == length || length == VARYING ? at : vary(at);
        place = open(place, size(element.length()), limits);
        write(place, element);
        count++;
    }

    /**
     * Writes the lengths of the elements, which are to differ from now on.
     *
     * @return where the element stands then that begins at an offset now
     */
    private int vary(int at) {
        byte[] from = array;
        int first = start;
        int each = length;
        int size = withLengths(each);
        int header = ElementLength.size(each);
        byte[] varying = new byte[roundUp(count * size)];
        for (int i = 0; i < count; i++) {
            ElementLength.write(varying, i * size, each);
            System.arraycopy(from, first + i * each, varying, i * size + header, each);
            ElementLength.writeBackwards(varying, (i + 1) * size, each);
        }
        array = varying;
        start = 0;
        end = count * size;
        length = VARYING;
        return (at - first) / each * size;
    }

    /**
     * Removes elements from one offset to another.
     *
     * @return the offset of what came behind them
     */
    int remove(int from, int to, int elements) {
        int size = to - from;
        count -= elements;
        int at = from;
        if (from - start <= end - to) {
            System.arraycopy(array, start, array, start + size, from - start);
            start += size;
            at = to;
        } else {
            System.arraycopy(array, to, array, from, end - to);
            end -= size;
        }
        int before = at - start;
        shrink();
        return start + before;
    }

    /** Removes elements from one end. There are more of them. */
    void remove(ListEnd side, int elements) {
        if (side == ListEnd.LEFT) {
            remove(start, offset(elements), elements);
        } else {
            remove(offset(count - elements), end, elements);
        }
    }

    /** Puts another element in the place of one. It may not be a view of this node. */
    void replace(int at, Bytes element, NodeLimits limits) {
        if (lengthAt(at) == element.length()) {
            write(at, element);
        } else {
            int place = length == VARYING ? at : vary(at);
            insert(remove(place, next(place), 1), element, limits);
        }
    }

    /** Gives the elements from an offset on to a new node, which is not linked yet. */
    ListNode split(int at) {
        int elements = 0;
        for (int i = at; i < end; i = next(i)) {
            elements++;
        }
        ListNode rest = copy(at, elements);
        count -= elements;
        end = at;
        shrink();
        return rest;
    }

    /** Takes all elements of another node to its end. */
    void append(ListNode other, NodeLimits limits) {
        if (length != other.length) {
            if (length != VARYING) {
                vary(start);
            }
            if (other.length != VARYING) {
                other.vary(other.start);
            }
        }
        int at = open(end, other.bytes(), limits);
        System.arraycopy(other.array, other.start, array, at, other.bytes());
        count += other.count;
    }

    /** How often an element occurs. */
    int matches(Bytes element) {
        int matches = 0;
        for (int at = start; at < end; at = next(at)) {
            if (isSame(at, element)) {
                matches++;
            }
        }
        return matches;
    }

    /** Removes an element as often as told, but leaves the first few, in one pass: what is kept moves once. */
    void removeMatches(Bytes element, int left, int removed) {
        int target = start;
        int kept = start;
        int matches = 0;
        for (int at = start; matches < left + removed;) {
            int next = next(at);
            if (isSame(at, element) && ++matches > left) {
                System.arraycopy(array, kept, array, target, at - kept);
                target += at - kept;
                kept = next;
            }
            at = next;
        }
        System.arraycopy(array, kept, array, target, end - kept);
        end = target + end - kept;
        count -= removed;
        shrink();
    }

    private void write(int at, Bytes element) {
        int own = element.length();
        int from = at;
        if (length == VARYING) {
            from += ElementLength.size(own);
            ElementLength.write(array, at, own);
            ElementLength.writeBackwards(array, at + withLengths(own), own);
        }
        System.arraycopy(element.array(), element.offset(), array, from, own);
    }

    // Room

    /**
     * Opens a gap, by moving what is on its shorter side.
     *
     * @return the offset of the gap
     */
    private int open(int at, int size, NodeLimits limits) {
        boolean left = at - start < end - at;
        int before = at - start;
        if (left ? start < size : array.length - end < size) {
            makeRoom(left, size, limits);
        }
        int place = start + before;
        if (left) {
            System.arraycopy(array, start, array, start - size, before);
            start -= size;
            return place - size;
        }
        System.arraycopy(array, place, array, place + size, end - place);
        end += size;
        return place;
    }

    /** Makes room at one end, in a longer array if need be; some of the room at the other end stays. */
    private void makeRoom(boolean left, int size, NodeLimits limits) {
        int bytes = bytes();
        int room = Math.max(size, Math.min(bytes, limits.bytes() - bytes));
        int other = Math.min(left ? array.length - end : start, bytes / 2);
        int wanted = roundUp(bytes + room + other);
        byte[] target = wanted <= array.length ? array : new byte[wanted];
        move(target, left ? target.length - other - bytes : other);
    }

    private void move(byte[] target, int to) {
        int bytes = bytes();
        System.arraycopy(array, start, target, to, bytes);
        array = target;
        start = to;
        end = to + bytes;
    }

    /** Gives room back if hardly any of it is used. */
    private void shrink() {
        int bytes = bytes();
        if (array.length > SHORT && bytes < array.length / 4) {
            move(bytes == 0 ? NONE : new byte[roundUp(bytes * 2)], bytes / 2);
        }
    }

    private static int roundUp(int length) {
        return length > Integer.MAX_VALUE - 2 * GRAIN ? length : length + GRAIN - 1 & -GRAIN;
    }
}
