package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;
import java.util.function.IntFunction;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * Some entries of a stream that follow each other, packed into one array. The names of the fields of the first entry stand in
 * front of all; an entry that has the same ones, which is what most have, repeats none of them.
 *
 * <pre>
 * node      name of a field, name, ..., entry, entry, ...
 * entry     D: deleted, S: the fields of the node, M: more of the difference follows
 *           MdddddSD [ms difference, without its 5 lowest bits] seq values             S
 *           MdddddSD [ms difference, ...] seq, number of fields, name, value, ...       not S
 * seq       less that of the node, if the milliseconds are those of the node
 * name      length, bytes
 * value     twice the length, bytes
 *           twice the number of bytes and 1, an integer of so many bytes, the lowest first
 * </pre>
 *
 * Numbers have 7 bits a byte, the lowest first, the highest bit set in all but the last.
 * <p>
 * Deleted entries stay until all are: so does Redis have it, and where nodes end, which MAXLEN with {@code ~} depends on, is to
 * be the same.
 */
final class StreamNode {

    static final int DELETED = 1;
    static final int SAME_FIELDS = 2;
    static final int MS_SHIFT = 2;
    /** The bits of the difference of milliseconds in the first byte. */
    static final int MS_BITS = 5;
    static final int MORE = 0x80;
    /** As many digits as a value needs to be stored as an integer: shorter ones gain little. */
    private static final int MIN_DIGITS = 4;
    /** From the flags to the count in front of the next entry, as Redis has it, beside what it is made of. */
    private static final int FLAGS_SIZE = 2;
    private static final int MAX_NUMBER = 10;
    private static final long OBJECT_MEMORY = Heap
            .object(2 * Long.BYTES + Heap.REFERENCE + 6 * Integer.BYTES + Byte.BYTES);

    /** The id of the first entry, which may have been deleted. */
    final long ms;
    final long seq;
    byte[] data;
    /** Behind the last entry. */
    int end;
    /** Where the first entry begins. */
    final int start;
    /** How many fields the names in front are. */
    final int fields;
    int live;
    int deleted;
    /** What Redis takes for it, without the two counts. */
    private int listpack;
    /** Whether another stream, or a reader, has it too: then it does not change any more. */
    private boolean shared;

    /**
     * A node for an entry that is to be appended to it.
     *
     * @param words the names and values of the entry in turn
     * @param room about how many bytes to have room for
     */
    StreamNode(long ms, long seq, int fields, IntFunction<Bytes> words, int room) {
        this.ms = ms;
        this.seq = seq;
        this.fields = fields;
        long names = 0;
        listpack = ListpackSize.EMPTY + ListpackSize.of(fields) + ListpackSize.of(0);
        for (int i = 0; i < fields; i++) {
            Bytes name = words.apply(2 * i);
            names += PackedList.size(name);
            listpack += ListpackSize.of(name);
        }
        data = new byte[Math.max((int) names, room)];
        for (int i = 0; i < fields; i++) {
            end = PackedList.write(data, end, words.apply(2 * i));
        }
        start = end;
    }

    private StreamNode(StreamNode original) {
        ms = original.ms;
        seq = original.seq;
        fields = original.fields;
        start = original.start;
        end = original.end;
        live = original.live;
        deleted = original.deleted;
        listpack = original.listpack;
        data = original.data.clone();
    }

    /** Says that it does not change any more, since another reader has it. */
    void share() {
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    /** The same, to be changed. */
    StreamNode copy() {
        return new StreamNode(this);
    }

    long memory() {
        return OBJECT_MEMORY + Heap.array(data.length);
    }

    /** The bytes that Redis takes for it. */
    int listpackSize() {
        return listpack + ListpackSize.of(live) + ListpackSize.of(deleted);
    }

    // Appending

    /**
     * Appends an entry.
     *
     * @param words the names and values of its fields in turn
     */
    void append(long entryMs, long entrySeq, int count, IntFunction<Bytes> words) {
        append(entryMs, entrySeq, count, words, hasFields(count, words), false);
    }

    /**
     * The same of an entry of which is known whether it has the fields of the node, and which may have been deleted already.
     */
    void append(long entryMs, long entrySeq, int count, IntFunction<Bytes> words, boolean same, boolean isDeleted) {
        long msDifference = entryMs - ms;
        long needed = 3L * MAX_NUMBER;
        for (int i = 0; i < 2 * count; i++) {
            needed += i % 2 == 0 && same ? 0 : words.apply(i).length() + ElementLength.MAX;
        }
        ensure(needed);
        int rest = (int) (msDifference & (1 << MS_BITS) - 1);
        long more = msDifference >>> MS_BITS;
        data[end++] = (byte) ((more != 0 ? MORE : 0) | rest << MS_SHIFT | (same ? SAME_FIELDS : 0) | (isDeleted ? DELETED : 0));
        if (more != 0) {
            writeNumber(more);
        }
        writeNumber(msDifference == 0 ? entrySeq - seq : entrySeq);
        listpack += FLAGS_SIZE + ListpackSize.of(msDifference) + ListpackSize.of(entrySeq - seq);
        if (!same) {
            writeNumber(count);
            listpack += ListpackSize.of(count);
        }
        for (int i = 0; i < count; i++) {
            if (!same) {
                Bytes name = words.apply(2 * i);
                end = PackedList.write(data, end, name);
                listpack += ListpackSize.of(name);
            }
            writeValue(words.apply(2 * i + 1));
        }
        listpack += ListpackSize.of(same ? 3L + count : 4L + 2L * count);
        if (isDeleted) {
            deleted++;
        } else {
            live++;
        }
    }

    private boolean hasFields(int count, IntFunction<Bytes> words) {
        if (count != fields) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = ElementLength.read(data, at);
            at += ElementLength.size(length);
            if (!words.apply(2 * i).sameAs(data, at, length)) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private void writeValue(Bytes value) {
        int length = value.length();
        if (!ListpackSize.isInteger(value)) {
            writeText(value);
            listpack += ListpackSize.ofString(length);
            return;
        }
        long number = Decimal.parseLong(value);
        listpack += ListpackSize.of(number);
        if (length < MIN_DIGITS) {
            writeText(value);
            return;
        }
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(number ^ number >> Long.SIZE - 1)) / Byte.SIZE + 1;
        data[end++] = (byte) (bytes << 1 | 1);
        for (int i = 0; i < bytes; i++) {
            data[end++] = (byte) (number >> i * Byte.SIZE);
        }
    }

    private void writeText(Bytes value) {
        int length = value.length();
        ElementLength.write(data, end, length << 1);
        end += ElementLength.size(length << 1);
        System.arraycopy(value.array(), value.offset(), data, end, length);
        end += length;
    }

    private void writeNumber(long number) {
        long left = number;
        while ((left & -MORE) != 0) {
            data[end++] = (byte) (left | MORE);
            left >>>= 7;
        }
        data[end++] = (byte) left;
    }

    private void ensure(long more) {
        long needed = end + more;
        if (needed > data.length) {
            // It grows by a half: Redis has its nodes grow by single steps of the allocator, and copies as little.
            data = Arrays.copyOf(data, Math.toIntExact(Math.max(needed, Math.min(data.length * 3L / 2, StreamLimits.LARGEST))));
        }
    }

    /** Gives back what it has too much: nothing is appended to it any more. */
    void trimToSize() {
        if (end < data.length) {
            data = Arrays.copyOf(data, end);
        }
    }

    // Reading

    static int readNumberEnd(byte[] data, int at) {
        int end = at;
        while (data[end++] < 0) {
            // There is more.
        }
        return end;
    }

    static long readNumber(byte[] data, int at) {
        long number = 0;
        for (int i = at, shift = 0;; i++, shift += 7) {
            number |= (long) (data[i] & MORE - 1) << shift;
            if (data[i] >= 0) {
                return number;
            }
        }
    }

    /** Behind a name of a field. */
    static int skipName(byte[] data, int at) {
        int length = ElementLength.read(data, at);
        return at + ElementLength.size(length) + length;
    }

    /** Behind a value. */
    static int skipValue(byte[] data, int at) {
        int what = data[at];
        if (what >= 0) {
            return at + 1 + (what >> 1);
        }
        what = ElementLength.read(data, at);
        return at + ElementLength.size(what) + (what >>> 1);
    }

    /**
     * Shows a value.
     *
     * @param digits for those of an integer
     */
    static void showValue(byte[] data, int at, Bytes view, byte[] digits) {
        int what = ElementLength.read(data, at);
        int from = at + ElementLength.size(what);
        if ((what & 1) == 0) {
            view.show(data, from, what >>> 1);
            return;
        }
        int bytes = what >> 1;
        long number = data[from + bytes - 1];
        for (int i = bytes - 2; i >= 0; i--) {
            number = number << Byte.SIZE | data[from + i] & 0xff;
        }
        int length = Decimal.length(number);
        Decimal.write(number, length, digits, 0);
        view.show(digits, 0, length);
    }

    /** Marks the entry at an offset as deleted. */
    void delete(int at) {
        data[at] |= DELETED;
        live--;
        deleted++;
    }
}
