package io.quarkiverse.kvs.runtime.store;

import java.util.Arrays;

/** The members of a set, of any kind and number: one array each, which never changes. */
final class MemberTable extends OpenTable {

    /** What {@link OpenTable} and this class keep beside the arrays: two references, three numbers, and the one below. */
    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 3 * Integer.BYTES + Long.BYTES);

    /** The bytes that the members take, kept up to date so that nobody has to go through them. */
    private long memberMemory;

    MemberTable() {
    }

    private MemberTable(MemberTable original) {
        super(original);
        memberMemory = original.memberMemory;
    }

    @Override
    long hash(Object element) {
        byte[] member = (byte[]) element;
        return KeyHash.of(member, 0, member.length);
    }

    @Override
    boolean isNamed(Object element, Key key) {
        byte[] member = (byte[]) element;
        return Arrays.equals(member, 0, member.length, key.array(), key.offset(), key.offset() + key.length());
    }

    boolean contains(Key member) {
        return find(member) >= 0;
    }

    /** @return false if it is there already */
    boolean add(Key member) {
        if (contains(member)) {
            return false;
        }
        add(member.hash(), member.copy(), false);
        memberMemory += Heap.array(member.length());
        return true;
    }

    /** @return whether it was there */
    boolean remove(Key member) {
        int slot = find(member);
        if (slot < 0) {
            return false;
        }
        removeAt(slot);
        memberMemory -= Heap.array(member.length());
        return true;
    }

    /** An independent table, which shares the members. */
    MemberTable copy() {
        return new MemberTable(this);
    }

    /** The bytes it takes on the heap, its members included. */
    long memory() {
        return OBJECT_MEMORY + Heap.array(capacity()) + Heap.array((long) Heap.REFERENCE * capacity()) + memberMemory;
    }
}
