package io.quarkiverse.kvs.core.protocol;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * The bytes of the replies to what one read brought, collected to be sent together.
 * <p>
 * It grows as needed up to a limit. An instance belongs to one thread.
 */
public final class ReplyBuffer {

    private static final int INITIAL = 16 * 1024;
    /** Beyond this, the room that one huge reply needed is given back. */
    private static final int KEPT = 1024 * 1024;

    /** A character, a number of 20 digits, and the end of the line. */
    private static final int MAX_HEADER = 23;

    private byte[] array;
    private int size;
    private int limit = Integer.MAX_VALUE;

    public ReplyBuffer() {
        this(INITIAL);
    }

    /** @param initial the number of bytes it has room for at first */
    public ReplyBuffer(int initial) {
        array = new byte[initial];
    }

    /** Sets the size past which {@link ReplyTooLargeException} is thrown. */
    public void limit(int bytes) {
        limit = bytes;
    }

    /** Whether so many bytes more are within the limit. */
    public boolean hasRoomFor(int bytes) {
        return bytes <= limit - size;
    }

    /** The collected bytes are the first {@link #size()} of this array, until the next write. */
    public byte[] array() {
        return array;
    }

    public int size() {
        return size;
    }

    /** Forgets everything past the first {@code size} bytes. */
    public void truncate(int size) {
        this.size = size;
    }

    public void clear() {
        size = 0;
        if (array.length > KEPT) {
            array = new byte[INITIAL];
        }
    }

    /** The collected bytes, to keep. */
    public byte[] copy() {
        return Arrays.copyOf(array, size);
    }

    /** Takes everything past the first {@code from} bytes out, into a buffer of its own. */
    public ReplyBuffer cut(int from) {
        ReplyBuffer rest = new ReplyBuffer(size - from);
        rest.put(array, from, size - from);
        size = from;
        return rest;
    }

    /** Puts bytes behind those collected, as they are. */
    public void append(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    void put(char c) {
        ensure(1);
        array[size++] = (byte) c;
    }

    void put(byte[] bytes, int offset, int length) {
        ensure(length);
        System.arraycopy(bytes, offset, array, size, length);
        size += length;
    }

    /** Writes each character as the byte of its number; the text has none past U+00FF. */
    @SuppressWarnings("deprecation") // the one way to copy Latin-1 text without a temporary array
    void put(String text) {
        int length = text.length();
        ensure(length);
        text.getBytes(0, length, array, size);
        size += length;
    }

    void putLineEnd() {
        ensure(2);
        array[size++] = '\r';
        array[size++] = '\n';
    }

    /** Writes a line of a character and a number. */
    void putHeader(char type, long number) {
        ensureHeader(number, 0);
        size = header(array, size, type, number);
    }

    /** Writes a line of a dollar sign and a length, so many bytes, and the end of a line. */
    void putBulk(byte[] bytes, int offset, int length) {
        ensureHeader(length, length + 2);
        byte[] target = array;
        int at = header(target, size, '$', length);
        System.arraycopy(bytes, offset, target, at, length);
        at += length;
        target[at] = '\r';
        target[at + 1] = '\n';
        size = at + 2;
    }

    /** Makes room for a header and so many bytes; how long the header is exactly matters only where room is short. */
    private void ensureHeader(long number, int more) {
        if (MAX_HEADER + more > array.length - size) {
            ensure(3 + Decimal.length(number) + more);
        }
    }

    private static int header(byte[] target, int from, char type, long number) {
        int at = from;
        target[at++] = (byte) type;
        if (number >= 0 && number < 100) {
            int tens = (int) number / 10;
            if (tens > 0) {
                target[at++] = (byte) ('0' + tens);
            }
            target[at++] = (byte) ('0' + (int) number - tens * 10);
        } else {
            int digits = Decimal.length(number);
            Decimal.write(number, digits, target, at);
            at += digits;
        }
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }

    /** Writes a number in decimal digits, of which there are {@code length}, its sign included. */
    void put(long number, int length) {
        ensure(length);
        Decimal.write(number, length, array, size);
        size += length;
    }

    /** Puts text before what stands at a place. */
    void insert(int at, String text) {
        int length = text.length();
        ensure(length);
        System.arraycopy(array, at, array, at + length, size - at);
        size += length;
        int end = size;
        size = at;
        put(text);
        size = end;
    }

    private void ensure(int more) {
        if (more > array.length - size) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > limit) {
            throw new ReplyTooLargeException(limit);
        }
        array = Arrays.copyOf(array, (int) Math.min(limit, Math.max(needed, array.length * 2L)));
    }
}
