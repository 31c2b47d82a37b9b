package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * The members of a small set: a {@link PackedList} of them, in the order in which they came. Finding one takes linear time,
 * which for so few is no more than computing a hash and looking into a table. Every change makes a new array; what that has in
 * front of the members stays there.
 */
final class PackedMembers {

    private static final int MAX_MEMBERS = 24;
    private static final int MAX_LENGTH = 64;

    private byte[] list;
    /** Where the first member begins. */
    private final int base;
    private int size;

    PackedMembers() {
        this(PackedList.EMPTY, 0, 0);
    }

    private PackedMembers(byte[] list, int base, int size) {
        this.list = list;
        this.base = base;
        this.size = size;
    }

    /** What {@link #packed} has laid out. */
    static PackedMembers of(byte[] array, int at) {
        return new PackedMembers(array, at + PackedSize.BYTES, PackedSize.read(array, at));
    }

    /** See {@link Value#packedLength}. */
    int packedLength() {
        return PackedSize.BYTES + list.length - base;
    }

    /** See {@link Value#packed}. */
    byte[] packed(int room) {
        return PackedSize.array(list, base, size, room);
    }

    int size() {
        return size;
    }

    /** Whether a set of so many members may have one more. */
    static boolean takes(int size, Bytes member) {
        return size < MAX_MEMBERS && member.length() <= MAX_LENGTH;
    }

    boolean contains(Bytes member) {
        return PackedList.find(list, base, member, 1) >= 0;
    }

    /** Adds a member that is not there. */
    void add(Bytes member) {
        list = PackedList.append(list, member);
        size++;
    }

    boolean remove(Bytes member) {
        int at = PackedList.find(list, base, member, 1);
        if (at < 0) {
            return false;
        }
        list = PackedList.remove(list, at, PackedList.next(list, at));
        size--;
        return true;
    }

    /** Where the first member stands; -1 if there is none. */
    int first() {
        return base < list.length ? base : -1;
    }

    /** Where the member after another one stands; -1 if that is the last one. */
    int next(int at) {
        int next = PackedList.next(list, at);
        return next < list.length ? next : -1;
    }

    Key show(int at, Key view) {
        return PackedList.show(list, at, view);
    }

    /** Where a member stands, counted from 0. */
    int offset(int index) {
        return PackedList.skip(list, base, index);
    }

    /** Both may have the array: no change is made in it. */
    PackedMembers copy() {
        return new PackedMembers(list, base, size);
    }

    /** The bytes it takes on the heap. */
    long memory() {
        return Heap.object(Heap.REFERENCE + 2 * Integer.BYTES) + Heap.array(list.length);
    }
}
