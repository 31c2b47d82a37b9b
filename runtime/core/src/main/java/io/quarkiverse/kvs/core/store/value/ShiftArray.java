package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * An array that grows, and in which inserting and removing move the shorter part of the others: at both ends, either takes
 * constant time. What its elements are ordered by is up to the caller.
 */
final class ShiftArray<T> {

    private static final int SMALLEST = 2;

    private Object[] array = new Object[SMALLEST];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @SuppressWarnings("unchecked")
    T get(int index) {
        return (T) array[head + index];
    }

    T last() {
        return get(size - 1);
    }

    void add(T element) {
        insert(size, element);
    }

    void insert(int index, T element) {
        if (head > 0 && index < size - index) {
            System.arraycopy(array, head, array, head - 1, index);
            head--;
        } else {
            if (head + size == array.length) {
                makeRoom();
            }
            System.arraycopy(array, head + index, array, head + index + 1, size - index);
        }
        array[head + index] = element;
        size++;
    }

    void remove(int index) {
        if (index < size - index - 1) {
            System.arraycopy(array, head, array, head + 1, index);
            array[head++] = null;
        } else {
            System.arraycopy(array, head + index + 1, array, head + index, size - index - 1);
            array[head + size - 1] = null;
        }
        size--;
        if (array.length > SMALLEST && size <= array.length / 4) {
            move(new Object[Math.max(SMALLEST, array.length / 2)]);
        }
    }

    void set(int index, T element) {
        array[head + index] = element;
    }

    /** At the end, there is none left: moves all to the front if that is worth it, and grows otherwise. */
    private void makeRoom() {
        move(head > array.length / 2 ? array : new Object[Math.max(SMALLEST, size + size / 2 + 1)]);
    }

    private void move(Object[] to) {
        System.arraycopy(array, head, to, 0, size);
        if (to == array) {
            Arrays.fill(array, size, head + size, null);
        }
        array = to;
        head = 0;
    }

    /** Another one of the same elements. */
    ShiftArray<T> copy() {
        ShiftArray<T> copy = new ShiftArray<>();
        copy.array = Arrays.copyOfRange(array, head, head + Math.max(SMALLEST, size));
        copy.size = size;
        return copy;
    }

    /** The bytes it takes on the heap without its elements. */
    long memory() {
        return Heap.object(Heap.REFERENCE + 2 * Integer.BYTES) + Heap.array((long) Heap.REFERENCE * array.length);
    }
}
