package io.quarkiverse.kvs.runtime.store;

/** The elements of a large sorted set by their members. */
final class ScoredTable extends OpenTable {

    private long elementMemory;

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

    /** The bytes that the table and the elements take on the heap, estimated. */
    long memory() {
        return SLOT_MEMORY * size() + elementMemory;
    }
}
