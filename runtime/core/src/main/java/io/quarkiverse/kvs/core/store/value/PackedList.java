package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The layout of a small collection: its elements one after the other in a single array, which is all that it costs. What Redis
 * calls a listpack.
 *
 * <pre>
 * element   length of the bytes, as {@link ElementLength} writes it in front; then the bytes
 * </pre>
 *
 * Elements are named by the offset at which they begin. An empty list is an array of length 0; every change makes a new array.
 * What an array has in front of its elements stays in front of them.
 * Finding one means going through all before it, so such lists are to be kept short.
 */
final class PackedList {

    static final byte[] EMPTY = {};

    private PackedList() {
    }

    /** Shows the element at an offset. */
    static <B extends Bytes> B show(byte[] list, int at, B view) {
        int length = ElementLength.read(list, at);
        view.show(list, at + ElementLength.size(length), length);
        return view;
    }

    /** The offset of the next element; the length of the list if there is none. */
    static int next(byte[] list, int at) {
        int length = ElementLength.read(list, at);
        return at + ElementLength.size(length) + length;
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
     * @param from where the elements begin
     * @param step looks at every so manieth element only
     */
    static int find(byte[] list, int from, Bytes wanted, int step) {
        for (int at = from; at < list.length; at = skip(list, at, step)) {
            int length = ElementLength.read(list, at);
            if (wanted.sameAs(list, at + ElementLength.size(length), length)) {
                return at;
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
        return ElementLength.size(element.length()) + element.length();
    }

    /**
     * Writes an element over what stands at an offset.
     *
     * @return the offset behind the element
     */
    static int write(byte[] list, int offset, Bytes element) {
        ElementLength.write(list, offset, element.length());
        int at = offset + ElementLength.size(element.length());
        System.arraycopy(element.array(), element.offset(), list, at, element.length());
        return at + element.length();
    }
}
