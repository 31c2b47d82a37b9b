package io.quarkiverse.kvs.core.store.bytes;

import static io.quarkiverse.kvs.core.store.bytes.KeyHashSeed.P0;
import static io.quarkiverse.kvs.core.store.bytes.KeyHashSeed.P1;
import static io.quarkiverse.kvs.core.store.bytes.KeyHashSeed.SEED;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of a key: 64 bits, seeded once per process, so that no client can choose keys that collide.
 * <p>
 * It folds 16 bytes at a time with a 64 x 64 to 128 bit multiplication, the construction that wyhash made known: a key of
 * the usual length costs two multiplications and no loop.
 */
public final class KeyHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyHash() {
    }

    public static long of(byte[] array, int offset, int length) {
        long state = SEED;
        long a;
        long b;
        if (length > 16) {
            int left = length;
            int at = offset;
            while (left > 16) {
                state = fold((long) LONG.get(array, at) ^ P1, (long) LONG.get(array, at + 8) ^ state);
                at += 16;
                left -= 16;
            }
            // The last 16 bytes, some of them perhaps for the second time.
            a = (long) LONG.get(array, offset + length - 16);
            b = (long) LONG.get(array, offset + length - 8);
        } else if (length >= 8) {
            a = (long) LONG.get(array, offset);
            b = (long) LONG.get(array, offset + length - 8);
        } else if (length >= 4) {
            a = (int) INT.get(array, offset);
            b = (int) INT.get(array, offset + length - 4);
        } else if (length > 0) {
            a = (array[offset] & 0xffL) << 16 | (array[offset + (length >> 1)] & 0xff) << 8 | array[offset + length - 1] & 0xff;
            b = 0;
        } else {
            a = 0;
            b = 0;
        }
        return fold(P0 ^ length, fold(a ^ P1, b ^ state));
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }
}
