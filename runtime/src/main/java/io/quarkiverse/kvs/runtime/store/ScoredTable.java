package io.quarkiverse.kvs.runtime.store;

/** The elements of a large sorted set by their members. */
final class ScoredTable extends OpenTable {

    /** What {@link OpenTable} and this class keep beside the arrays: two references, three numbers, and the one below. */
    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 3 * Integer.BYTES + Long.BYTES);

    /** The bytes that the elements take, kept up to date so that nobody has to go through them. */
    private long elementMemory;

    ScoredTable() {
    }

    private ScoredTable(ScoredTable original) {
        super(original);
        elementMemory = original.elementMemory;
    }

    @Override
    long hash(Object element) {
        return ScoredElement.hash((byte[]) element);
    }

    @Override
    boolean isNamed(Object element, Key member) {
        return ScoredElement.hasMember((byte[]) element, member);
    }

    /** The element of a member, or null. */
    byte[] get(Key member) {
        int slot = find(member);
        return slot < 0 ? null : (byte[]) elementAt(slot);
    }

    /** Adds the element of a member that has none. */
    void add(Key member, byte[] element) {
        add(member.hash(), element, false);
        elementMemory += Heap.array(element.length);
    }

    /** Gives a member that is there another element, and returns the one it had. */
    byte[] replace(Key member, byte[] element) {
        int slot = find(member);
        byte[] old = (byte[]) elementAt(slot);
        replaceAt(slot, element, false);
        return old;
    }

    /** @return the element that the member had, or null */
    byte[] remove(Key member) {
        int slot = find(member);
        if (slot < 0) {
            return null;
        }
        byte[] element = (byte[]) elementAt(slot);
        removeAt(slot);
        elementMemory -= Heap.array(element.length);
        return element;
    }

    /** An independent table, which shares the elements. */
    ScoredTable copy() {
        return new ScoredTable(this);
    }

    /** The bytes it takes on the heap, its elements included. */
    long memory() {
        return OBJECT_MEMORY + Heap.array(capacity()) + Heap.array((long) Heap.REFERENCE * capacity()) + elementMemory;
    }
}
