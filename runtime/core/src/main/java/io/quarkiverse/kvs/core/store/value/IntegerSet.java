package io.quarkiverse.kvs.core.store.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * Different integers in ascending order, one after the other in a single array. What Redis calls an intset.
 * <p>
 * Each takes 2, 4 or 8 bytes: what the widest needs that has ever been among them. Finding one is a binary search; adding or
 * removing one moves all that are greater, so such sets are to be kept short.
 */
final class IntegerSet {

    /** So many of the greatest width fit into an array, with room to spare. */
    static final int MAX_SIZE = 1 << 27;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The least number of integers there is room for once more room is needed. */
    private static final int SPARE = 4;

    private byte[] array;
    /** The bytes of each integer. */
    private int width;
    private int size;

    IntegerSet() {
        this(new byte[SPARE * Short.BYTES], Short.BYTES, 0);
    }

    private IntegerSet(byte[] array, int width, int size) {
        this.array = array;
        this.width = width;
        this.size = size;
    }

    /** The integers, of so many bytes each, that an array has from an offset to its end. */
    static IntegerSet of(byte[] array, int at, int width) {
        return new IntegerSet(Arrays.copyOfRange(array, at, array.length), width, (array.length - at) / width);
    }

    /** See {@link Value#packedLength}. */
    int packedLength() {
        return size * width;
    }

    /** See {@link Value#packed}. */
    byte[] packed(int room) {
        byte[] packed = new byte[room + size * width];
        System.arraycopy(array, 0, packed, room, size * width);
        return packed;
    }

    /** The bytes of each integer. */
    int width() {
        return width;
    }

    int size() {
        return size;
    }

    /** The integer that so many others are less than. */
    long at(int index) {
        return switch (width) {
            case Short.BYTES -> (short) SHORT.get(array, index * Short.BYTES);
            case Integer.BYTES -> (int) INT.get(array, index * Integer.BYTES);
            default -> (long) LONG.get(array, index * Long.BYTES);
        };
    }

    boolean contains(long number) {
        return search(number) >= 0;
    }

    /** @return false if it is there already */
    boolean add(long number) {
        int found = search(number);
        if (found >= 0) {
            return false;
        }
        if (widthOf(number) > width) {
            widen(widthOf(number));
        }
        int index = -found - 1;
        moveUp(index);
        set(index, number);
        size++;
        return true;
    }

    /** @return whether it was there */
    boolean remove(long number) {
        int index = search(number);
        if (index < 0) {
            return false;
        }
        removeAt(index);
        return true;
    }

    void removeAt(int index) {
        size--;
        System.arraycopy(array, (index + 1) * width, array, index * width, (size - index) * width);
        int kept = (size + SPARE) * width;
        if (array.length > 2 * kept) {
            array = Arrays.copyOf(array, kept);
        }
    }

    IntegerSet copy() {
        return new IntegerSet(Arrays.copyOf(array, size * width), width, size);
    }

    /** The bytes it takes on the heap. */
    long memory() {
        return Heap.object(Heap.REFERENCE + 2 * Integer.BYTES) + Heap.array(array.length);
    }

    /** Where it is, or if it is not there, what {@link Arrays#binarySearch} returns: {@code -(where it belongs) - 1}. */
    private int search(long number) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = at(middle);
            if (there < number) {
                low = middle + 1;
            } else if (there > number) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    private void set(int index, long number) {
        switch (width) {
            case Short.BYTES -> SHORT.set(array, index * Short.BYTES, (short) number);
            case Integer.BYTES -> INT.set(array, index * Integer.BYTES, (int) number);
            default -> LONG.set(array, index * Long.BYTES, number);
        }
    }

    /** Makes room for one more at an index. */
    private void moveUp(int index) {
        byte[] from = array;
        if (from.length < (size + 1) * width) {
            array = Arrays.copyOf(from, (size + Math.max(SPARE, size / 4)) * width);
        }
        System.arraycopy(from, index * width, array, (index + 1) * width, (size - index) * width);
    }

    private void widen(int wider) {
        IntegerSet narrow = copy();
        array = new byte[(size + SPARE) * wider];
        width = wider;
        for (int i = 0; i < size; i++) {
            set(i, narrow.at(i));
        }
    }

    private static int widthOf(long number) {
        if (number == (short) number) {
            return Short.BYTES;
        }
        return number == (int) number ? Integer.BYTES : Long.BYTES;
    }
}
