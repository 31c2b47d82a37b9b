package io.quarkiverse.kvs.core.store.bytes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * A hash table with open addressing and linear probing; what its elements look like is up to subclasses.
 * <p>
 * Beside the slots stands an array of tags, one byte a slot: 0 for an empty one, otherwise {@link #OCCUPIED} with six bits
 * of the element's hash, and {@link #MARK} if it is marked, for a subclass to say what that means. A probe walks the tags,
 * which lie side by side in memory, and follows a reference only where those six bits agree, nearly always to the right
 * element.
 * <p>
 * Invariants: the capacity is a power of two; at least a quarter of the slots is empty; from the home slot of an element (the
 * low bits of its hash) to the slot it stands in, no slot is empty. The last one is what {@link #removeAt} restores, so there
 * are no markers of deleted elements to step over.
 * <p>
 * Not safe for use by several threads: the segment's lock guards it.
 */
public abstract class OpenTable {

    /** The bytes of a slot and its tag, at a load of about two thirds. */
    public static final long SLOT_MEMORY = (Heap.REFERENCE + 1) * 3 / 2;

    private static final int OCCUPIED = 0x80;
    private static final int MARK = 0x40;
    private static final int HASH_BITS = 0x3f;
    private static final int MIN_CAPACITY = 16;
    private static final int MAX_CAPACITY = 1 << 29;

    private byte[] tags;
    private Object[] slots;
    private int mask;
    private int size;
    private int marked;

    public OpenTable() {
        allocate(MIN_CAPACITY);
    }

    /** A table with the same elements in the same slots: to be shared by both, they must not change. */
    public OpenTable(OpenTable original) {
        tags = original.tags.clone();
        slots = original.slots.clone();
        mask = original.mask;
        size = original.size;
        marked = original.marked;
    }

    public abstract long hash(Object element);

    /** Whether this is the element that a key names. */
    public abstract boolean isNamed(Object element, Key key);

    public final int size() {
        return size;
    }

    /** How many of the elements are marked. */
    public final int marked() {
        return marked;
    }

    public final int capacity() {
        return slots.length;
    }

    /** The slot of the element that a key names, or -1. */
    public final int find(Key key) {
        long hash = key.hash();
        int tag = tag(hash) | MARK;
        int i = (int) hash & mask;
        for (byte t; (t = tags[i]) != 0; i = i + 1 & mask) {
            if ((t | MARK) == tag && isNamed(slots[i], key)) {
                return i;
            }
        }
        return -1;
    }

    public final Object elementAt(int slot) {
        return slots[slot];
    }

    /** What is in the slot that a hash leads to first. May be called without the lock: it may be outdated then. */
    public final Object elementAtHome(long hash) {
        Object[] current = slots;
        return current[(int) hash & current.length - 1];
    }

    public final boolean isMarkedAt(int slot) {
        return (tags[slot] & MARK) != 0;
    }

    /** Puts another element of the same name into an occupied slot. */
    public final void replaceAt(int slot, Object element, boolean mark) {
        // Storing what is there already would still cost the garbage collector's bookkeeping.
        if (slots[slot] != element) {
            slots[slot] = element;
        }
        if (mark != isMarkedAt(slot)) {
            tags[slot] ^= MARK;
            marked += mark ? 1 : -1;
        }
    }

    /** Adds an element that is not in the table. */
    public final void add(long hash, Object element, boolean mark) {
        if (size >= slots.length - (slots.length >> 2)) {
            resize(slots.length << 1);
        }
        place(hash, element, mark);
        size++;
        if (mark) {
            marked++;
        }
    }

    /** Makes room for so many elements at once, rather than again and again; does nothing if it has that room. */
    public final void reserve(int elements) {
        long wanted = Math.min(MAX_CAPACITY, elements + elements / 3 + 1L);
        if (wanted > slots.length) {
            resize(Integer.highestOneBit((int) wanted - 1) << 1);
        }
    }

    /** Empties a slot, and moves the elements behind it up so that none is cut off from its home. */
    public final void removeAt(int slot) {
        if (isMarkedAt(slot)) {
            marked--;
        }
        int hole = slot;
        for (int i = hole + 1 & mask; tags[i] != 0; i = i + 1 & mask) {
            int home = (int) hash(slots[i]) & mask;
            // Distances count backwards from i, around the end of the table: it may move if its home is not after the hole.
            if ((i - home & mask) >= (i - hole & mask)) {
                slots[hole] = slots[i];
                tags[hole] = tags[i];
                hole = i;
            }
        }
        slots[hole] = null;
        tags[hole] = 0;
        size--;
        if (slots.length > MIN_CAPACITY && size < slots.length >> 3) {
            try {
                resize(slots.length >> 1);
            } catch (OutOfMemoryError e) {
                // The one that is larger than need be does as well.
                return;
            }
        }
    }

    /** The elements as they are now, in no order, null where a slot is empty. */
    public final Object[] snapshot() {
        return slots.clone();
    }

    /** Visits all elements, in no order. The visitor must not change the table. */
    public final void forEach(Consumer<Object> visitor) {
        for (Object element : slots) {
            if (element != null) {
                visitor.accept(element);
            }
        }
    }

    /**
     * Visits the elements that are at home in one slot.
     * <p>
     * Slots are counted by the bits of their number in reverse, as SCAN of Redis counts its buckets: when the table grows or
     * shrinks between two calls, the slots visited so far are exactly those whose elements went to, or came from, slots that
     * lie behind the cursor. So what is in the table all the time is visited. The visitor must not change the table.
     *
     * @param cursor 0 at first, then what the last call returned
     * @return the next cursor, or 0 at the end
     */
    public final int scan(int cursor, Consumer<Object> visitor) {
        if (slots.length == MIN_CAPACITY) {
            // So small that going slot by slot is not worth a call of its own.
            forEach(visitor);
            return 0;
        }
        int home = cursor & mask;
        for (int i = home; tags[i] != 0; i = i + 1 & mask) {
            Object element = slots[i];
            if (((int) hash(element) & mask) == home) {
                visitor.accept(element);
            }
        }
        return Integer.reverse(Integer.reverse(cursor | ~mask) + 1);
    }

    /**
     * Visits the elements that are at home in some slots: {@link #scan(int, Consumer)}, until enough are found or many slots
     * were empty.
     *
     * @param count about how many elements to visit, at least 1
     */
    public final int scan(int cursor, long count, Consumer<Object> visitor) {
        List<Object> found = new ArrayList<>();
        // Redis gives up on empty buckets at ten times the count as well.
        long steps = count > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : count * 10;
        int next = cursor;
        do {
            next = scan(next, found::add);
        } while (next != 0 && found.size() < count && --steps > 0);
        found.forEach(visitor);
        return next;
    }

    /**
     * Some of the elements, no two the same, each as likely as any other, in random order.
     *
     * @param count how many, at most {@link #size()}
     * @param random a number from 0 to below its argument
     */
    public final Object[] randomElements(int count, IntUnaryOperator random) {
        Object[] chosen = new Object[count];
        if (count <= size / 3) {
            Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>(count));
            for (int i = 0; i < count;) {
                Object element = randomElement(random);
                if (seen.add(element)) {
                    chosen[i++] = element;
                }
            }
            return chosen;
        }
        Object[] all = new Object[size];
        int filled = 0;
        for (Object element : slots) {
            if (element != null) {
                all[filled++] = element;
            }
        }
        int[] indexes = RandomChoice.of(size, count, random);
        for (int i = 0; i < count; i++) {
            chosen[i] = all[indexes[i]];
        }
        return chosen;
    }

    /**
     * One of the elements, each as likely as any other, or null if there is none.
     *
     * @param random a number from 0 to below its argument
     */
    public final Object randomElement(IntUnaryOperator random) {
        while (size > 0) {
            Object element = slots[random.applyAsInt(slots.length)];
            if (element != null) {
                return element;
            }
        }
        return null;
    }

    private void resize(int capacity) {
        if (capacity > MAX_CAPACITY) {
            throw new IllegalStateException("a table cannot hold more than " + size + " elements");
        }
        Object[] oldSlots = slots;
        byte[] oldTags = tags;
        allocate(capacity);
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldTags[i] != 0) {
                place(hash(oldSlots[i]), oldSlots[i], (oldTags[i] & MARK) != 0);
            }
        }
    }

    private void place(long hash, Object element, boolean mark) {
        int i = (int) hash & mask;
        while (tags[i] != 0) {
            i = i + 1 & mask;
        }
        tags[i] = (byte) (tag(hash) | (mark ? MARK : 0));
        slots[i] = element;
    }

    /** Makes everything new, or leaves everything as it is if there is no memory. */
    private void allocate(int capacity) {
        byte[] newTags = new byte[capacity];
        slots = new Object[capacity];
        tags = newTags;
        mask = capacity - 1;
    }

    /** From bits that choose neither the segment (the highest) nor, in any table of likely size, the home slot (the lowest). */
    private static byte tag(long hash) {
        return (byte) (OCCUPIED | hash >>> 48 & HASH_BITS);
    }
}
