package io.quarkiverse.kvs.core.store.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Austin Appleby's MurmurHash2 with 64 bits, known as MurmurHash64A: not secret, but the same everywhere. */
public final class MurmurHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private MurmurHash() {
    }

    public static long of(Bytes bytes, long seed) {
        byte[] array = bytes.array();
        int at = bytes.offset();
        int end = at + bytes.length();
        long hash = seed ^ bytes.length() * FACTOR;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) LONG.get(array, at) * FACTOR;
            hash = (hash ^ (word ^ word >>> SHIFT) * FACTOR) * FACTOR;
        }
        if (at < end) {
            long rest = 0;
            for (int i = end - 1; i >= at; i--) {
                rest = rest << Byte.SIZE | array[i] & 0xff;
            }
            hash = (hash ^ rest) * FACTOR;
        }
        hash = (hash ^ hash >>> SHIFT) * FACTOR;
        return hash ^ hash >>> SHIFT;
    }
}
