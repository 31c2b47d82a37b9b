package io.quarkiverse.kvs.core.store.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum of Redis: a CRC of 64 bits with the polynomial of Jones, {@code ad93d23594c935a9}, the lowest
 * bit first, which starts from 0.
 */
final class Crc64 {

    /** The polynomial, its bits in reverse order. */
    private static final long POLYNOMIAL = Long.reverse(0xad93d23594c935a9L);
    /** So many bytes are taken in one step. */
    private static final int SLICE = Long.BYTES;
    /** What a byte contributes that has so many others behind it in its slice. */
    private static final long[][] TABLES = tables();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Crc64() {
    }

    static long of(byte[] array, int offset, int length) {
        return of(0, array, offset, length);
    }

    /**
     * The checksum of more bytes.
     *
     * @param before that of the bytes before them
     */
    static long of(long before, byte[] array, int offset, int length) {
        long crc = before;
        int at = offset;
        int end = offset + length;
        for (; end - at >= SLICE; at += SLICE) {
            long slice = crc ^ (long) LONG.get(array, at);
            crc = 0;
            for (int i = 0; i < SLICE; i++) {
                crc ^= TABLES[SLICE - 1 - i][(int) (slice >>> i * Byte.SIZE) & 0xff];
            }
        }
        for (; at < end; at++) {
            crc = crc >>> Byte.SIZE ^ TABLES[0][(int) (crc ^ array[at]) & 0xff];
        }
        return crc;
    }

    private static long[][] tables() {
        long[][] tables = new long[SLICE][1 << Byte.SIZE];
        for (int i = 0; i < tables[0].length; i++) {
            long crc = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            tables[0][i] = crc;
        }
        for (int behind = 1; behind < SLICE; behind++) {
            for (int i = 0; i < tables[0].length; i++) {
                long crc = tables[behind - 1][i];
                tables[behind][i] = crc >>> Byte.SIZE ^ tables[0][(int) crc & 0xff];
            }
        }
        return tables;
    }
}
