package io.quarkiverse.kvs.runtime.server;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of a connection that wait: the beginning of a request whose rest has not come yet, or requests that came while the
 * connection was not to execute any.
 * <p>
 * Most of the time nothing waits, and then this holds no memory.
 */
final class PendingInput {

    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int size;

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    /** By how much the array becomes longer if so many bytes more are to wait. */
    int growthFor(int length) {
        return length > array.length - size ? capacityFor(size + length) - array.length : 0;
    }

    void clear() {
        array = NOTHING;
        size = 0;
    }

    /** Moves the readable bytes of a buffer behind those that wait. */
    void append(ByteBuf more) {
        int length = more.readableBytes();
        if (length > array.length - size) {
            array = Arrays.copyOf(array, capacityFor(size + length));
        }
        more.readBytes(array, size, length);
        size += length;
    }

    /** Lets exactly these bytes wait; they may be part of {@link #array()}. */
    void keep(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            array = NOTHING;
        } else if (bytes == array) {
            if (from > 0) {
                // Room that a large request needed is given back once most of it has been used up.
                byte[] target = length < array.length >> 2 ? new byte[capacityFor(length)] : array;
                System.arraycopy(array, from, target, 0, length);
                array = target;
            }
        } else {
            if (length > array.length) {
                array = new byte[capacityFor(length)];
            }
            System.arraycopy(bytes, from, array, 0, length);
        }
        size = length;
    }

    private static int capacityFor(int length) {
        if (length > 1 << 30) {
            return Integer.MAX_VALUE - 8;
        }
        return Math.max(64, Integer.highestOneBit(length - 1) << 1);
    }
}
