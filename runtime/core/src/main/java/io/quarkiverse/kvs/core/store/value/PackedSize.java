package io.quarkiverse.kvs.core.store.value;

/**
 * The number of elements, which stands in front of those of a collection that is laid out in one array with its key.
 *
 * <pre>
 * room       what {@link Value#packed} leaves to its caller
 * byte 0     the number of elements, 1 to 255
 * ...        the elements
 * </pre>
 */
final class PackedSize {

    /** So many elements can be counted. */
    static final int MAX = 255;
    /** What the number takes. */
    static final int BYTES = 1;

    private PackedSize() {
    }

    static int read(byte[] array, int at) {
        return array[at] & MAX;
    }

    /**
     * An array with so much room in front of the size and the elements.
     *
     * @param list has the elements at its end; it is changed in nothing but the number if it has the room already
     * @param base where they begin
     */
    static byte[] array(byte[] list, int base, int size, int room) {
        byte[] array = list;
        int start = room + BYTES;
        if (base != start) {
            array = new byte[start + list.length - base];
            System.arraycopy(list, base, array, start, list.length - base);
        }
        array[room] = (byte) size;
        return array;
    }
}
