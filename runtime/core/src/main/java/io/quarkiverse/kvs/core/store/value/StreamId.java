package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * The id of an entry of a stream: two unsigned numbers of 64 bits, by which entries are ordered.
 *
 * @param ms milliseconds since 1970, mostly
 * @param seq tells entries of the same millisecond apart
 */
public record StreamId(long ms, long seq) implements Comparable<StreamId> {

    /** In front of every entry: no entry has it. */
    public static final StreamId MIN = new StreamId(0, 0);
    /** The last one there can be. */
    public static final StreamId MAX = new StreamId(-1, -1);

    @Override
    public int compareTo(StreamId other) {
        return compare(ms, seq, other.ms, other.seq);
    }

    static int compare(long ms, long seq, long otherMs, long otherSeq) {
        int first = Long.compareUnsigned(ms, otherMs);
        return first != 0 ? first : Long.compareUnsigned(seq, otherSeq);
    }

    public boolean isAfter(StreamId other) {
        return compareTo(other) > 0;
    }

    /** Whether it is 0-0, which stands for none. */
    public boolean isZero() {
        return ms == 0 && seq == 0;
    }

    /** The id behind this one; that of {@link #MAX} is {@link #MIN}. */
    public StreamId next() {
        return seq == -1 ? new StreamId(ms + 1, 0) : new StreamId(ms, seq + 1);
    }

    /** The id in front of this one; that of {@link #MIN} is {@link #MAX}. */
    public StreamId previous() {
        return seq == 0 ? new StreamId(ms - 1, -1) : new StreamId(ms, seq - 1);
    }

    /** The bytes that the text of an id takes at most. */
    public static final int MAX_TEXT = 41;

    /**
     * Writes the text of an id.
     *
     * @return where it ends
     */
    public static int write(long ms, long seq, byte[] target, int offset) {
        int at = write(ms, target, offset);
        target[at] = '-';
        return write(seq, target, at + 1);
    }

    private static int write(long number, byte[] target, int offset) {
        if (number >= 0) {
            int length = Decimal.length(number);
            Decimal.write(number, length, target, offset);
            return offset + length;
        }
        byte[] digits = Long.toUnsignedString(number).getBytes(US_ASCII);
        System.arraycopy(digits, 0, target, offset, digits.length);
        return offset + digits.length;
    }

    /** The text in ASCII, such as {@code 1526919030474-55}. */
    public byte[] text() {
        return toString().getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }
}
