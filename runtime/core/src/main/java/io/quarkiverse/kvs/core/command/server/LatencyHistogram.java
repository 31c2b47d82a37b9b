package io.quarkiverse.kvs.core.command.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the calls of a command have taken, as finely as Redis keeps it: two significant digits, up to a second. Counts
 * by ranges that are as long as a hundredth of what they begin with, or less.
 * <p>
 * Safe for use by many threads. What is asked while others record may miss the latest calls.
 */
public final class LatencyHistogram {

    /** In nanoseconds. What is longer counts as this. */
    private static final long MAX = TimeUnit.SECONDS.toNanos(1);
    /** Values below have a range each; above, a power of two has half as many ranges. */
    private static final int EXACT = 256;
    private static final int HALF = EXACT / 2;
    private static final int EXACT_BITS = 8;
    /** Up to the next power of two, as in Redis. */
    private static final int RANGES = index((1 << 30) - 1) + 1;
    /** Where the first of the buckets ends that {@link #buckets} tells, in nanoseconds; each is twice as long as the last. */
    private static final long FIRST_BUCKET = 1024;

    /** Takes what is told of calls. */
    @FunctionalInterface
    public interface Buckets {
        /**
         * @param micros about so many microseconds, or fewer, were taken
         * @param calls by so many calls
         */
        void add(long micros, long calls);
    }

    private final AtomicLongArray counts = new AtomicLongArray(RANGES);

    /** A call has taken so long. As in Redis, whole microseconds count. */
    void record(long nanos) {
        long micros = nanos / 1000;
        counts.incrementAndGet(index(Math.max(1, Math.min(MAX, micros * 1000))));
    }

    private static int index(long nanos) {
        if (nanos < EXACT) {
            return (int) nanos;
        }
        int shift = Long.SIZE - Long.numberOfLeadingZeros(nanos) - EXACT_BITS;
        return EXACT + (shift - 1) * HALF + (int) (nanos >>> shift) - HALF;
    }

    /** The longest time that a range counts, in nanoseconds. */
    private static long highest(int index) {
        if (index < EXACT) {
            return index;
        }
        int shift = (index - EXACT) / HALF + 1;
        long first = (long) ((index - EXACT) % HALF + HALF) << shift;
        return first + (1L << shift) - 1;
    }

    /** How many calls there were. */
    public long calls() {
        long sum = 0;
        for (int i = 0; i < RANGES; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** What so many percent of the calls, or more, have taken at most, in nanoseconds. */
    public long percentile(double percent) {
        long wanted = Math.max(1, (long) (Math.min(100, percent) / 100 * calls() + 0.5));
        long sum = 0;
        for (int i = 0; i < RANGES; i++) {
            sum += counts.get(i);
            if (sum >= wanted) {
                return highest(i);
            }
        }
        return 0;
    }

    /**
     * Tells how many calls have taken up to 1, 2, 4 ... microseconds, each with those before; those with no more are left out.
     */
    public void buckets(Buckets buckets) {
        long sum = 0;
        long told = 0;
        int range = 0;
        for (long end = FIRST_BUCKET; range < RANGES; end *= 2) {
            int last = Math.min(RANGES - 1, index(end));
            for (; range <= last; range++) {
                sum += counts.get(range);
            }
            if (sum > told) {
                buckets.add(highest(last) / 1000, sum);
                told = sum;
            }
        }
    }
}
