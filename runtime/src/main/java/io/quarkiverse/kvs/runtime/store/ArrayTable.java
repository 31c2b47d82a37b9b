package io.quarkiverse.kvs.runtime.store;

/** The elements of a large collection by their names: one array each, which never changes, so that copies share them. */
abstract class ArrayTable extends OpenTable {

    /** What {@link OpenTable} and this class keep beside the arrays: two references, three numbers, and the one below. */
    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 3 * Integer.BYTES + Long.BYTES);

    /** The bytes that the elements take, kept up to date so that nobody has to go through them. */
    private long elementMemory;

    ArrayTable() {
    }

    /** An independent table, which shares the elements. */
    ArrayTable(ArrayTable original) {
        super(original);
        elementMemory = original.elementMemory;
    }

    /** The element of a name, or null. */
    final byte[] get(Key name) {
        int slot = find(name);
        return slot < 0 ? null : (byte[]) elementAt(slot);
    }

    /** Adds the element of a name that has none. */
    final void add(Key name, byte[] element) {
        add(name.hash(), element, false);
        elementMemory += Heap.array(element.length);
    }

    /**
     * Gives a name another element.
     *
     * @return the element it had; null if it had none, and then nothing is done
     */
    final byte[] replace(Key name, byte[] element) {
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
    final byte[] remove(Key name) {
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
    final long memory() {
        return OBJECT_MEMORY + Heap.array(capacity()) + Heap.array((long) Heap.REFERENCE * capacity()) + elementMemory;
    }
}
