package io.quarkiverse.kvs.runtime.server;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of a connection that wait: the beginning of a request whose rest has not come yet, or requests that came while the
 * connection was not to execute any.
 * <p>
 * Most of the time nothing waits, and then this holds no memory.
 */
final class PendingInput {

    private static final byte[] NOTHING = {};
    /**
     * So many bytes, and so many times what has come, are made room for because a client says that it is going to send them.
     */
    private static final int PROMISED = 16 * 1024;
    private static final int PROMISED_TIMES = 4;
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final SpareArray spare;
    private byte[] array = NOTHING;
    private int size;
    /** How many bytes will wait once the request is complete whose beginning waits; 0 if unknown. */
    private long expected;

    /** @param spare of the connection's event loop */
    PendingInput(SpareArray spare) {
        this.spare = spare;
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    /** By how much the array becomes longer, at most, if so many bytes more are to wait. */
    int growthFor(int length) {
        return length > array.length - size ? capacityFor(size + length) - array.length : 0;
    }

    void clear() {
        become(NOTHING);
        size = 0;
        expected = 0;
    }

    /** Moves the readable bytes of a buffer behind those that wait. */
    void append(ByteBuf more) {
        int length = more.readableBytes();
        if (length > array.length - size) {
            byte[] longer = arrayFor(size + length);
            System.arraycopy(array, 0, longer, 0, size);
            become(longer);
        }
        more.readBytes(array, size, length);
        size += length;
    }

    /**
     * Lets exactly these bytes wait; they may be part of {@link #array()}.
     *
     * @param missing so many more, at least, are to come before anything can be done with them; 0 if unknown
     */
    void keep(byte[] bytes, int from, int to, int missing) {
        int length = to - from;
        expected = missing == 0 ? 0 : (long) length + missing;
        if (length == 0) {
            become(NOTHING);
        } else if (bytes == array) {
            if (from > 0) {
                // Room that a large request needed is given back once most of it has been used up.
                byte[] target = length < array.length >> 2 ? arrayFor(length) : array;
                System.arraycopy(array, from, target, 0, length);
                become(target);
            }
        } else {
            if (length > array.length) {
                become(arrayFor(length));
            }
            System.arraycopy(bytes, from, array, 0, length);
        }
        size = length;
    }

    private void become(byte[] other) {
        if (array != other) {
            spare.give(array);
            array = other;
        }
    }

    private byte[] arrayFor(int length) {
        byte[] used = spare.take(Math.max(length, expected));
        return used != null ? used : new byte[capacityFor(length)];
    }

    /** Room for so many bytes, and for those to be expected behind them: but a promise alone does not get much memory. */
    private int capacityFor(int length) {
        if (expected >= length) {
            return (int) Math.min(Math.min(expected, LONGEST), Math.max(PROMISED, (long) PROMISED_TIMES * length));
        }
        return length > 1 << 30 ? LONGEST : Math.max(64, Integer.highestOneBit(length - 1) << 1);
    }
}
