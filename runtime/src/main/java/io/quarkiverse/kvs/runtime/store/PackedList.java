package io.quarkiverse.kvs.runtime.store;

import java.util.Arrays;

/**
 * The layout of a small collection: its elements one after the other in a single array, which is all that it costs. What Redis
 * calls a listpack.
 *
 * <pre>
 * element   length of the bytes, 7 bits a byte, lowest first, the highest bit set in all but the last; then the bytes
 * </pre>
 *
 * Elements are named by the offset at which they begin. An empty list is an array of length 0; every change makes a new array.
 * Finding one means going through all before it, so such lists are to be kept short.
 */
final class PackedList {

    static final byte[] EMPTY = {};

    private static final int MORE = 0x80;

    private PackedList() {
    }

    /** Shows the element at an offset. */
    static <B extends Bytes> B show(byte[] list, int at, B view) {
        int length = length(list, at);
        view.show(list, at + header(length), length);
        return view;
    }

    /** The offset of the next element; the length of the list if there is none. */
    static int next(byte[] list, int at) {
        int length = length(list, at);
        return at + header(length) + length;
    }

    /** The offset of the element that is so many elements away. */
    static int skip(byte[] list, int at, int elements) {
        int place = at;
        for (int i = 0; i < elements; i++) {
            place = next(list, place);
        }
        return place;
    }

    /**
     * The offset of the first element of the same bytes, or -1.
     *
     * @param step looks at every so manieth element only
     */
    static int find(byte[] list, Bytes wanted, int step) {
        for (int at = 0; at < list.length; at = skip(list, at, step)) {
            int length = length(list, at);
            if (length == wanted.length()) {
                int from = at + header(length);
                if (Arrays.equals(list, from, from + length, wanted.array(), wanted.offset(),
                        wanted.offset() + length)) {
                    return at;
                }
            }
        }
        return -1;
    }

    static byte[] append(byte[] list, Bytes element) {
        return insert(list, list.length, element);
    }

    /** A list with two elements more, one after the other. */
    static byte[] append(byte[] list, Bytes first, Bytes second) {
        byte[] longer = Arrays.copyOf(list, list.length + size(first) + size(second));
        write(longer, write(longer, list.length, first), second);
        return longer;
    }

    /** A list with an element more, in front of the one at an offset. */
    static byte[] insert(byte[] list, int at, Bytes element) {
        return replace(list, at, at, element);
    }

    /** A list with another element in the place of the one at an offset. */
    static byte[] set(byte[] list, int at, Bytes element) {
        return replace(list, at, next(list, at), element);
    }

    /** A list without the elements from one offset to another. */
    static byte[] remove(byte[] list, int from, int to) {
        byte[] shorter = new byte[list.length - (to - from)];
        System.arraycopy(list, 0, shorter, 0, from);
        System.arraycopy(list, to, shorter, from, list.length - to);
        return shorter;
    }

    private static byte[] replace(byte[] list, int from, int to, Bytes element) {
        byte[] changed = new byte[list.length - (to - from) + size(element)];
        System.arraycopy(list, 0, changed, 0, from);
        System.arraycopy(list, to, changed, write(changed, from, element), list.length - to);
        return changed;
    }

    /** The bytes that an element takes. */
    static int size(Bytes element) {
        return header(element.length()) + element.length();
    }

    /**
     * Writes an element over what stands at an offset.
     *
     * @return the offset behind the element
     */
    static int write(byte[] list, int offset, Bytes element) {
        int at = offset;
        int left = element.length();
        for (; left >= MORE; left >>>= 7) {
            list[at++] = (byte) (left | MORE);
        }
        list[at++] = (byte) left;
        System.arraycopy(element.array(), element.offset(), list, at, element.length());
        return at + element.length();
    }

    private static int length(byte[] list, int at) {
        int length = list[at];
        if (length >= 0) {
            return length;
        }
        length &= MORE - 1;
        for (int shift = 7, i = at + 1;; shift += 7, i++) {
            length |= (list[i] & MORE - 1) << shift;
            if (list[i] >= 0) {
                return length;
            }
        }
    }

    /** The number of bytes that tell a length. */
    private static int header(int length) {
        int bytes = 1;
        for (int left = length >>> 7; left != 0; left >>>= 7) {
            bytes++;
        }
        return bytes;
    }
}
