package io.quarkiverse.kvs.core.store.value.ordered;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * Entries side by side in one array, in the order in which they came, and a list of where they are, in the order of their
 * keys.
 *
 * <pre>
 * entry   length of the key, length of the value, key, value
 * length  7 bits a byte, the lowest first; the highest bit is set where more follow
 * </pre>
 *
 * What was replaced or removed leaves a gap until the array becomes too small or is mostly gaps.
 */
final class Leaf extends Node {

    /** So many bytes of entries are in one, unless a single one is larger. */
    static final int LIMIT = 4096;

    private static final long OBJECT_MEMORY = Heap.object(3 * Heap.REFERENCE + 3 * Integer.BYTES);
    private static final int SMALL = LIMIT / 4;
    /** What fits in here goes together, so that what comes next does not divide it again. */
    private static final int MERGED = LIMIT * 3 / 4;
    private static final int LENGTH_BITS = 7;
    private static final int MORE = 1 << LENGTH_BITS;
    /** A JVM may not have longer arrays. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    private byte[] data;
    /** Where entries begin. */
    private int[] places;
    private int count;
    /** The end of the last entry that came. */
    private int end;
    /** How many bytes in front of the end belong to no entry. */
    private int gaps;

    private Leaf(Object owner, byte[] data, int[] places, int count, int end) {
        super(owner);
        this.data = data;
        this.places = places;
        this.count = count;
        this.end = end;
    }

    /** One with a single entry. */
    static Leaf of(Object owner, Bytes key, Bytes value) {
        return of(owner, key, value, entrySize(key, value), 1);
    }

    /** One with a single entry that is to be filled with others of about its size. */
    static Leaf toBeFilled(Object owner, Bytes key, Bytes value) {
        return of(owner, key, value, LIMIT, LIMIT / entrySize(key, value));
    }

    private static Leaf of(Object owner, Bytes key, Bytes value, int room, int entries) {
        Leaf leaf = new Leaf(owner, new byte[room], new int[entries], 0, 0);
        leaf.append(0, key, value);
        return leaf;
    }

    /**
     * The bytes that an entry takes.
     *
     * @throws EntryTooLargeException if an array cannot have as many
     */
    static int entrySize(Bytes key, Bytes value) {
        long size = (long) lengthSize(key.length()) + lengthSize(value.length()) + key.length() + value.length();
        if (size > LONGEST_ARRAY) {
            throw new EntryTooLargeException();
        }
        return (int) size;
    }

    @Override
    long count() {
        return count;
    }

    int size() {
        return count;
    }

    @Override
    long memory() {
        return OBJECT_MEMORY + Heap.array(data.length) + Heap.array((long) places.length * Integer.BYTES);
    }

    /** The bytes of its entries. */
    private int used() {
        return end - gaps;
    }

    @Override
    boolean isSmall() {
        return used() < SMALL;
    }

    /** Whether an entry of so many bytes makes it larger than it is to be. */
    boolean isFullFor(int size) {
        return count > 0 && (long) used() + size > LIMIT;
    }

    /** One of its own for a tree, without gaps. */
    @Override
    Leaf copy(Object newOwner) {
        return part(newOwner, 0, count, 0);
    }

    /** A new one with some of the entries. */
    private Leaf part(Object newOwner, int from, int to, int spare) {
        int size = 0;
        if (from == 0 && to == count) {
            size = used();
        } else {
            for (int i = from; i < to; i++) {
                size += sizeAt(i);
            }
        }
        Leaf part = new Leaf(newOwner, new byte[size + spare], new int[to - from], 0, 0);
        part.take(this, from, to);
        return part;
    }

    /** Appends entries of another one; there is room. */
    private void take(Leaf other, int from, int to) {
        if (other.gaps == 0 && from == 0 && to == other.count) {
            System.arraycopy(other.data, 0, data, end, other.end);
            for (int i = 0; i < to; i++) {
                places[count + i] = other.places[i] + end;
            }
            end += other.end;
        } else {
            for (int i = from; i < to; i++) {
                int size = other.sizeAt(i);
                System.arraycopy(other.data, other.places[i], data, end, size);
                places[count + i - from] = end;
                end += size;
            }
        }
        count += to - from;
    }

    // Looking

    /** The index of a key's entry; if there is none, that where it would be, as -index - 1. */
    int find(KeyOrder order, Bytes key) {
        byte[] array = key.array();
        int from = key.offset();
        int to = from + key.length();
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = places[middle];
            int length = lengthAt(at);
            int begin = keyBegin(at, length);
            int compared = order.compare(data, begin, begin + length, array, from, to);
            if (compared < 0) {
                low = middle + 1;
            } else if (compared > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    /** How many entries are in front of a bound. */
    int rank(KeyOrder order, KeyBound bound) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int at = places[middle];
            int length = lengthAt(at);
            int begin = keyBegin(at, length);
            if (bound.isAfter(order, data, begin, begin + length)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Shows the key of an entry. */
    Bytes showKey(int index, Bytes view) {
        int at = places[index];
        int length = lengthAt(at);
        return view.show(data, keyBegin(at, length), length);
    }

    /** Shows the value of an entry. */
    Bytes showValue(int index, Bytes view) {
        int at = places[index];
        int keyLength = lengthAt(at);
        int valueLengthAt = at + lengthSize(keyLength);
        int length = lengthAt(valueLengthAt);
        return view.show(data, valueLengthAt + lengthSize(length) + keyLength, length);
    }

    private int sizeAt(int index) {
        int at = places[index];
        int keyLength = lengthAt(at);
        int valueLength = lengthAt(at + lengthSize(keyLength));
        return lengthSize(keyLength) + lengthSize(valueLength) + keyLength + valueLength;
    }

    private int keyBegin(int at, int keyLength) {
        int valueLengthAt = at + lengthSize(keyLength);
        return valueLengthAt + lengthSize(lengthAt(valueLengthAt));
    }

    private int lengthAt(int at) {
        int first = data[at];
        if (first >= 0) {
            return first;
        }
        int length = first & MORE - 1;
        int next = at;
        for (int shift = LENGTH_BITS;; shift += LENGTH_BITS) {
            int more = data[++next];
            length |= (more & MORE - 1) << shift;
            if (more >= 0) {
                return length;
            }
        }
    }

    private static int lengthSize(int length) {
        return length < MORE ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(length) + LENGTH_BITS - 1) / LENGTH_BITS;
    }

    // Changing

    /** Replaces an entry by one that takes as many bytes, and has a key and a value as long, if that is so. */
    boolean overwrite(int index, Bytes key, Bytes value) {
        int at = places[index];
        int keyLength = lengthAt(at);
        int valueLength = lengthAt(at + lengthSize(keyLength));
        if (keyLength != key.length() || valueLength != value.length()) {
            return false;
        }
        int begin = keyBegin(at, keyLength);
        System.arraycopy(key.array(), key.offset(), data, begin, keyLength);
        System.arraycopy(value.array(), value.offset(), data, begin + keyLength, valueLength);
        return true;
    }

    /** Puts an entry where it belongs. */
    void insert(int index, Bytes key, Bytes value) {
        reserve(entrySize(key, value));
        append(index, key, value);
    }

    private void append(int index, Bytes key, Bytes value) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count + 1 + count / 8);
        }
        System.arraycopy(places, index, places, index + 1, count - index);
        places[index] = end;
        count++;
        putLength(key.length());
        putLength(value.length());
        System.arraycopy(key.array(), key.offset(), data, end, key.length());
        end += key.length();
        System.arraycopy(value.array(), value.offset(), data, end, value.length());
        end += value.length();
    }

    private void putLength(int length) {
        int rest = length;
        while (rest >= MORE) {
            data[end++] = (byte) (rest | MORE);
            rest >>>= LENGTH_BITS;
        }
        data[end++] = (byte) rest;
    }

    /** Makes room for so many bytes more. */
    private void reserve(int size) {
        if (data.length - end >= size) {
            return;
        }
        int needed = used() + size;
        int room = needed >= LIMIT ? needed : Math.min(LIMIT, needed + needed / 4);
        Leaf grown = new Leaf(owner, new byte[room], new int[places.length], 0, 0);
        grown.take(this, 0, count);
        become(grown);
    }

    private void become(Leaf other) {
        data = other.data;
        places = other.places;
        count = other.count;
        end = other.end;
        gaps = 0;
    }

    /** Removes entries; not all. */
    void remove(int from, int to) {
        for (int i = from; i < to; i++) {
            gaps += sizeAt(i);
        }
        System.arraycopy(places, to, places, from, count - to);
        count -= to - from;
        if (gaps > data.length / 2 || places.length > 2 * count + 8) {
            become(part(owner, 0, count, 0));
        }
    }

    /**
     * Where to divide it so that both parts have about as many bytes.
     *
     * @param index where an entry of {@code size} bytes is to come
     * @return the first entry of the second part; that which is to come goes to the first part if it is in front of this or
     *         there
     */
    int middle(int index, int size) {
        int half = (used() + size) / 2;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (i == index) {
                sum += size;
            }
            sum += sizeAt(i);
            if (sum >= half) {
                return Math.max(1, Math.min(count - 1, i + 1));
            }
        }
        return Math.max(1, count - 1);
    }

    /** A new one with the entries in front of one, with room for some more. */
    Leaf head(Object newOwner, int to) {
        return part(newOwner, 0, to, LIMIT / 8);
    }

    /** A new one with the entries from one on, with room for some more. */
    Leaf tail(Object newOwner, int from) {
        return part(newOwner, from, count, LIMIT / 8);
    }

    /** Both together; null if that is too much. */
    static Leaf merge(Object owner, Leaf left, Leaf right) {
        int size = left.used() + right.used();
        if (size > MERGED) {
            return null;
        }
        Leaf merged = new Leaf(owner, new byte[size], new int[left.count + right.count], 0, 0);
        merged.take(left, 0, left.count);
        merged.take(right, 0, right.count);
        return merged;
    }
}
