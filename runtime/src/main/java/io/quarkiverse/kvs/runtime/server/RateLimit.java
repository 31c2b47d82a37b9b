package io.quarkiverse.kvs.runtime.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets so many through in a period, which begins with the first of them, and counts the others. Safe for use by many threads,
 * none of which it makes wait long.
 */
final class RateLimit {

    private final int most;
    private final long periodNanos;
    private final LongSupplier nanoClock;
    private long periodStart;
    private int admitted;
    private long suppressed;

    /**
     * @param most how many are let through in each period
     * @param nanoClock nanoseconds since whenever
     */
    RateLimit(int most, Duration period, LongSupplier nanoClock) {
        this.most = most;
        this.periodNanos = period.toNanos();
        this.nanoClock = nanoClock;
        this.periodStart = nanoClock.getAsLong() - periodNanos;
    }

    /**
     * Asks to be let through.
     *
     * @return how many were not, since the last one that was; or -1 if this one is not
     */
    synchronized long admit() {
        long now = nanoClock.getAsLong();
        if (now - periodStart >= periodNanos) {
            periodStart = now;
            admitted = 0;
        }
        if (admitted == most) {
            suppressed++;
            return -1;
        }
        admitted++;
        long before = suppressed;
        suppressed = 0;
        return before;
    }
}
