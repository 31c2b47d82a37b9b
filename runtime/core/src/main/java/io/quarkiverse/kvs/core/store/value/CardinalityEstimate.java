package io.quarkiverse.kvs.core.store.value;

/**
 * How many different elements the registers of a {@link HyperLogLog} have seen, with a standard error of 0.81 %.
 * <p>
 * This is algorithm 6 of Otmar Ertl, <i>New cardinality estimation algorithms for HyperLogLog sketches</i>
 * (arXiv:1702.01284), which is good over the whole range and needs no corrections. The operations are in the same
 * order as in Redis, so that both come to the same number.
 */
final class CardinalityEstimate {

    /** 1 / (2 ln 2) */
    private static final double ALPHA = 0.7213475204444817;
    /** From here on nothing that fits 64 bits comes out; registers that have seen elements never get there. */
    private static final double TOO_MUCH = 0x1p63;

    private CardinalityEstimate() {
    }

    /** @param histogram how many registers there are of each value */
    static long of(int[] histogram) {
        double registers = HyperLogLog.REGISTERS;
        double z = registers * tau((registers - histogram[HyperLogLog.MAX_RANK]) / registers);
        for (int value = HyperLogLog.MAX_RANK - 1; value >= 1; value--) {
            z = (z + histogram[value]) * 0.5;
        }
        z += registers * sigma(histogram[0] / registers);
        double estimate = ALPHA * registers * registers / z;
        // The C library's answer, which is Redis's.
        return estimate < TOO_MUCH ? Math.round(estimate) : Long.MIN_VALUE;
    }

    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }
}
