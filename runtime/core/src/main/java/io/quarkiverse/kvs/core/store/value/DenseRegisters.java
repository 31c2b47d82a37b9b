package io.quarkiverse.kvs.core.store.value;

/**
 * The registers of a dense {@link HyperLogLog}: six bits each, one after the other, from the least significant bit of
 * a byte to the most significant one. Four registers take three bytes:
 *
 * <pre>
 * 11000000 22221111 33333322
 * </pre>
 */
final class DenseRegisters {

    static final int BITS = 6;
    private static final int MASK = (1 << BITS) - 1;
    /** A register that begins at a higher bit goes on in the next byte. */
    private static final int LAST_WHOLE = Byte.SIZE - BITS;

    /** The bytes that all registers take. */
    static final int LENGTH = HyperLogLog.REGISTERS * BITS / Byte.SIZE;

    private DenseRegisters() {
    }

    static int get(byte[] array, int start, int register) {
        int bit = register * BITS;
        int at = start + (bit >> 3);
        int shift = bit & 7;
        int word = array[at] & 0xff;
        if (shift > LAST_WHOLE) {
            word |= (array[at + 1] & 0xff) << Byte.SIZE;
        }
        return word >> shift & MASK;
    }

    static void set(byte[] array, int start, int register, int value) {
        int bit = register * BITS;
        int at = start + (bit >> 3);
        int shift = bit & 7;
        array[at] = (byte) (array[at] & ~(MASK << shift) | value << shift);
        if (shift > LAST_WHOLE) {
            int rest = Byte.SIZE - shift;
            array[at + 1] = (byte) (array[at + 1] & ~(MASK >> rest) | value >> rest);
        }
    }

    /** Adds up how many registers there are of each value. */
    static void count(byte[] array, int start, int[] histogram) {
        for (int at = start; at < start + LENGTH; at += 3) {
            int four = four(array, at);
            histogram[four & MASK]++;
            histogram[four >> BITS & MASK]++;
            histogram[four >> 2 * BITS & MASK]++;
            histogram[four >> 3 * BITS]++;
        }
    }

    /** Raises registers, a byte each here, to the values that these have. */
    static void mergeInto(byte[] registers, byte[] array, int start) {
        int register = 0;
        for (int at = start; at < start + LENGTH; at += 3) {
            for (int four = four(array, at), i = 0; i < 4; i++, four >>= BITS) {
                registers[register] = (byte) Math.max(registers[register], four & MASK);
                register++;
            }
        }
    }

    private static int four(byte[] array, int at) {
        return array[at] & 0xff | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
    }
}
