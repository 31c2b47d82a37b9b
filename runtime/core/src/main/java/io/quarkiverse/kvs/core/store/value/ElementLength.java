package io.quarkiverse.kvs.core.store.value;

/**
 * How the length of an element is written: in front of it and, for walks in both directions, behind it.
 *
 * <pre>
 * in front   7 bits a byte, lowest first, the highest bit set in all but the last
 * behind     the same bytes in reverse order
 * </pre>
 */
final class ElementLength {

    /** A length never takes more bytes. */
    static final int MAX = 5;

    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private ElementLength() {
    }

    /** The number of bytes that a length takes. */
    static int size(int length) {
        int bytes = 1;
        for (int left = length >>> BITS; left != 0; left >>>= BITS) {
            bytes++;
        }
        return bytes;
    }

    /** Writes a length from an offset on. */
    static void write(byte[] array, int offset, int length) {
        int at = offset;
        for (int left = length;; left >>>= BITS) {
            if (left < MORE) {
                array[at] = (byte) left;
                return;
            }
            array[at++] = (byte) (left | MORE);
        }
    }

    /** Writes a length in reverse order, up to an offset. */
    static void writeBackwards(byte[] array, int end, int length) {
        int at = end;
        for (int left = length;; left >>>= BITS) {
            if (left < MORE) {
                array[at - 1] = (byte) left;
                return;
            }
            array[--at] = (byte) (left | MORE);
        }
    }

    /** Reads the length that begins at an offset. */
    static int read(byte[] array, int offset) {
        int length = array[offset];
        return length >= 0 ? length : readMore(array, offset, 1);
    }

    /** Reads the length, in reverse order, that ends at an offset. */
    static int readBackwards(byte[] array, int end) {
        int length = array[end - 1];
        return length >= 0 ? length : readMore(array, end - 1, -1);
    }

    private static int readMore(byte[] array, int offset, int step) {
        int length = 0;
        for (int at = offset, shift = 0;; at += step, shift += BITS) {
            length |= (array[at] & MORE - 1) << shift;
            if (array[at] >= 0) {
                return length;
            }
        }
    }
}
