package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.OpenTable;

/**
 * The elements of a large collection by their names: one array each. Copies share them; from then on, an array does not change
 * any more, so that every thread that has got hold of it may read it.
 */
abstract class ArrayTable extends OpenTable {

    /** What {@link OpenTable} and this class keep beside the arrays: two references, three numbers, and the fields below. */
    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 3 * Integer.BYTES + Long.BYTES + 1);

    /** The bytes that the elements take, kept up to date so that they need not be gone through. */
    private long elementMemory;
    /** Whether others may have got hold of elements. */
    private boolean shared;

    ArrayTable() {
    }

    /** An independent table, which shares the elements. */
    ArrayTable(ArrayTable original) {
        super(original);
        elementMemory = original.elementMemory;
        original.share();
        share();
    }

    /** Notes that others get hold of elements: what is here now, or comes later, is not to change any more. */
    public final void share() {
        shared = true;
    }

    /** Whether an element must be replaced by another one and not changed. */
    public final boolean isShared() {
        return shared;
    }

    /** The element of a name, or null. */
    public final byte[] get(Key name) {
        int slot = find(name);
        return slot < 0 ? null : (byte[]) elementAt(slot);
    }

    /** Adds the element of a name that has none. */
    public final void add(Key name, byte[] element) {
        add(name.hash(), element, false);
        elementMemory += Heap.array(element.length);
    }

    /**
     * Gives a name another element.
     *
     * @return the element it had; null if it had none, and then nothing is done
     */
    public final byte[] replace(Key name, byte[] element) {
        int slot = find(name);
        if (slot < 0) {
            return null;
        }
        byte[] old = (byte[]) elementAt(slot);
        replaceAt(slot, element, false);
        elementMemory += Heap.array(element.length) - Heap.array(old.length);
        return old;
    }

    /** @return the element that the name had, or null */
    public final byte[] remove(Key name) {
        int slot = find(name);
        if (slot < 0) {
            return null;
        }
        byte[] element = (byte[]) elementAt(slot);
        removeAt(slot);
        elementMemory -= Heap.array(element.length);
        return element;
    }

    /** The bytes it takes on the heap, its elements included. */
    public final long memory() {
        return OBJECT_MEMORY + Heap.array(capacity()) + Heap.array((long) Heap.REFERENCE * capacity()) + elementMemory;
    }
}
