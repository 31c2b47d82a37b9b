package io.quarkiverse.kvs.core.store.value;

/**
 * The registers of a sparse {@link HyperLogLog}, as runs of registers of one value. An instance goes through them, run
 * by run.
 *
 * <pre>
 * 00nnnnnn           ZERO: n + 1 registers are 0
 * 01nnnnnn nnnnnnnn  XZERO: the same, for longer runs
 * 1vvvvvnn           VAL: n + 1 registers are v + 1
 * </pre>
 *
 * Commands on strings may have written over them, so nothing is taken for granted here; but only those who go through all runs
 * find out that they are too many or too few.
 */
final class SparseRegisters {

    /** What came of raising a register. */
    enum Outcome {
        /** It had that value already, or a higher one. */
        UNCHANGED,
        CHANGED,
        /** This representation has no room for it. */
        DOES_NOT_FIT
    }

    private static final int VAL = 0x80;
    private static final int XZERO = 0x40;
    private static final int VALUE_MASK = 0xfc;
    private static final int MAX_VALUE = 32;
    private static final int MAX_VAL_COUNT = 4;
    private static final int MAX_ZERO_COUNT = 64;
    /** A run of zeros can become XZERO, VAL and XZERO. */
    private static final int MAX_SPLIT = 5;
    /** Redis looks at so many runs for neighbours that can be one; looking at more would give other bytes. */
    private static final int MERGED_RUNS = 5;

    private final byte[] array;
    private final int end;
    private int at;
    private int next;
    private int first;
    private int count;
    private int value;

    SparseRegisters(byte[] array, int start, int end) {
        this.array = array;
        this.end = end;
        at = start;
        next = start;
    }

    /** Goes on to the next run, if there is one. */
    private boolean advance() {
        if (next >= end) {
            return false;
        }
        first += count;
        at = next;
        int code = array[at] & 0xff;
        next = at + 1;
        if ((code & VAL) != 0) {
            value = (code & ~VAL) / MAX_VAL_COUNT + 1;
            count = code % MAX_VAL_COUNT + 1;
        } else if ((code & XZERO) == 0) {
            value = 0;
            count = code + 1;
        } else {
            int low = next < end ? array[next] & 0xff : 0;
            value = 0;
            count = ((code & ~XZERO) << Byte.SIZE | low) + 1;
            next++;
        }
        return true;
    }

    /**
     * Adds up how many registers there are of each value.
     *
     * @throws CorruptedHyperLogLogException if they are too many or too few
     */
    void count(int[] histogram) {
        int covered = 0;
        while (covered <= HyperLogLog.REGISTERS && advance()) {
            histogram[value] += count;
            covered += count;
        }
        refuseUnlessAll(covered);
    }

    /**
     * Raises registers, a byte each here, to the values that these have.
     *
     * @throws CorruptedHyperLogLogException if they are too many or too few
     */
    void mergeInto(byte[] registers) {
        int covered = 0;
        while (covered <= HyperLogLog.REGISTERS && advance()) {
            if (value > 0) {
                for (int i = covered; i < Math.min(covered + count, HyperLogLog.REGISTERS); i++) {
                    registers[i] = (byte) Math.max(registers[i], value);
                }
            }
            covered += count;
        }
        refuseUnlessAll(covered);
    }

    private static void refuseUnlessAll(int covered) {
        if (covered != HyperLogLog.REGISTERS) {
            throw CorruptedHyperLogLogException.INSTANCE;
        }
    }

    /**
     * The runs in words, as PFDEBUG DECODE tells them.
     *
     * @throws CorruptedHyperLogLogException if they are more than there can be registers
     */
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int runs = 0; advance(); runs++) {
            if (runs == HyperLogLog.REGISTERS) {
                throw CorruptedHyperLogLogException.INSTANCE;
            }
            if (value > 0) {
                text.append("v:").append(value).append(',').append(count).append(' ');
            } else {
                text.append(next - at == 1 ? "z:" : "Z:").append(count).append(' ');
            }
        }
        return text.toString().stripTrailing();
    }

    // Changing

    /**
     * Raises a register to a value.
     *
     * @param start where the registers begin
     * @param maxLength how long the string may become
     * @throws CorruptedHyperLogLogException if there is no such register
     */
    static Outcome raise(StringValue string, int start, int register, int value, long maxLength) {
        if (value > MAX_VALUE) {
            return Outcome.DOES_NOT_FIT;
        }
        SparseRegisters runs = new SparseRegisters(string.array(), start, string.length());
        int previous;
        do {
            previous = runs.at;
            if (!runs.advance() || runs.next > runs.end) {
                throw CorruptedHyperLogLogException.INSTANCE;
            }
        } while (register >= runs.first + runs.count);
        if (runs.value >= value) {
            return Outcome.UNCHANGED;
        }
        byte[] split = new byte[MAX_SPLIT];
        int before = register - runs.first;
        int length = write(split, 0, runs.value, before);
        length = write(split, length, value, 1);
        length = write(split, length, runs.value, runs.count - 1 - before);
        int replaced = runs.next - runs.at;
        if (length > replaced && string.length() + length - replaced > maxLength) {
            return Outcome.DOES_NOT_FIT;
        }
        string.splice(runs.at, replaced, split, length);
        mergeNeighbours(string, previous);
        return Outcome.CHANGED;
    }

    /** @return where to go on writing */
    private static int write(byte[] target, int at, int value, int count) {
        if (count == 0) {
            return at;
        }
        if (value > 0) {
            target[at] = (byte) (VAL | (value - 1) * MAX_VAL_COUNT | count - 1);
            return at + 1;
        }
        if (count <= MAX_ZERO_COUNT) {
            target[at] = (byte) (count - 1);
            return at + 1;
        }
        target[at] = (byte) (XZERO | count - 1 >> Byte.SIZE);
        target[at + 1] = (byte) (count - 1);
        return at + 2;
    }

    /** Makes one VAL of two beside each other that have the same value, if it can hold as many registers. */
    private static void mergeNeighbours(StringValue string, int from) {
        byte[] array = string.array();
        int at = from;
        for (int i = 0; i < MERGED_RUNS && at < string.length(); i++) {
            int code = array[at] & 0xff;
            int following = at + 1 < string.length() ? array[at + 1] & 0xff : 0;
            if ((code & VAL) != 0 && (code & VALUE_MASK) == (following & VALUE_MASK)
                    && code % MAX_VAL_COUNT + following % MAX_VAL_COUNT + 2 <= MAX_VAL_COUNT) {
                byte[] both = { (byte) (code + following % MAX_VAL_COUNT + 1) };
                string.splice(at, 2, both, 1);
            } else {
                at += (code & VAL) == 0 && (code & XZERO) != 0 ? 2 : 1;
            }
        }
    }
}
