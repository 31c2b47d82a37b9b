package io.quarkiverse.kvs.core.store.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How a {@link PackedSortedSet} stores a score. Most are integers, and small.
 *
 * <pre>
 * byte 0     0 to 239: the score itself
 *            240 + n: an integer of n bytes follows, 1 to 7, the highest first
 *            248: a double follows, 8 bytes
 *            249: a float follows, 4 bytes, which is the same number
 * </pre>
 *
 * The score -0 is stored as 0, as in the listpacks of Redis.
 */
final class PackedScore {

    private static final int INTEGER = 240;
    private static final int DOUBLE = 248;
    private static final int FLOAT = 249;
    /** Integers beyond it take no fewer bytes than a double. */
    private static final double LARGEST = 1L << 53;

    private static final VarHandle DOUBLES = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);

    private PackedScore() {
    }

    /** How many bytes a score takes. */
    static int size(double score) {
        long integer = (long) score;
        if (integer == score && Math.abs(score) < LARGEST) {
            return integer >= 0 && integer < INTEGER ? 1 : 1 + bytes(integer);
        }
        return (float) score == score ? 1 + Float.BYTES : 1 + Double.BYTES;
    }

    /** How many bytes the score that begins at an offset takes. */
    static int sizeAt(byte[] list, int at) {
        int first = list[at] & 0xff;
        if (first < INTEGER) {
            return 1;
        }
        return first < DOUBLE ? 1 + first - INTEGER : first == DOUBLE ? 1 + Double.BYTES : 1 + Float.BYTES;
    }

    /**
     * Writes a score.
     *
     * @return the offset behind it
     */
    static int write(byte[] list, int at, double score) {
        long integer = (long) score;
        if (integer == score && Math.abs(score) < LARGEST) {
            if (integer >= 0 && integer < INTEGER) {
                list[at] = (byte) integer;
                return at + 1;
            }
            int bytes = bytes(integer);
            list[at] = (byte) (INTEGER + bytes);
            for (int i = bytes; i > 0; i--) {
                list[at + i] = (byte) integer;
                integer >>= Byte.SIZE;
            }
            return at + 1 + bytes;
        }
        if ((float) score == score) {
            list[at] = (byte) FLOAT;
            FLOATS.set(list, at + 1, (float) score);
            return at + 1 + Float.BYTES;
        }
        list[at] = (byte) DOUBLE;
        DOUBLES.set(list, at + 1, score);
        return at + 1 + Double.BYTES;
    }

    /** The score that begins at an offset. */
    static double read(byte[] list, int at) {
        int first = list[at] & 0xff;
        if (first < INTEGER) {
            return first;
        }
        if (first < DOUBLE) {
            long integer = list[at + 1];
            for (int i = at + 2; i <= at + first - INTEGER; i++) {
                integer = integer << Byte.SIZE | list[i] & 0xff;
            }
            return integer;
        }
        return first == DOUBLE ? (double) DOUBLES.get(list, at + 1) : (float) FLOATS.get(list, at + 1);
    }

    /** How many bytes an integer takes with its sign. */
    private static int bytes(long integer) {
        int bits = Long.SIZE + 1 - Long.numberOfLeadingZeros(integer < 0 ? ~integer : integer);
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }
}
