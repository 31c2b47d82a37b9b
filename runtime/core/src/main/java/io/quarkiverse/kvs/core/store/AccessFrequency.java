package io.quarkiverse.kvs.core.store;

import java.util.random.RandomGenerator;

/**
 * How often an entry is used, in the 24 bits that every entry has for that, as Redis keeps it under its LFU policies: 16
 * bits for the minute in which it was last used, 8 bits for a counter that grows with the logarithm of the uses, and loses 1
 * for every few minutes without one.
 *
 * @param logFactor how slowly the counter grows: {@code lfu-log-factor}; with 0 it counts every use
 * @param decayMinutes after how many minutes it loses 1: {@code lfu-decay-time}; with 0 never
 */
public record AccessFrequency(long logFactor, long decayMinutes) {

    /** What new entries begin with, so that they are not the first to go. */
    static final int INITIAL = 5;
    static final int MAX = 255;

    private static final int COUNTER_BITS = 8;
    private static final int MINUTES = 0xffff;
    private static final long MINUTE_MILLIS = 60_000;

    /** What a new entry notes. */
    int initial(long now) {
        return noting(INITIAL, now);
    }

    /** What an entry notes whose counter has a certain value. */
    int noting(int counter, long now) {
        return minute(now) << COUNTER_BITS | counter;
    }

    /** The counter of an entry, less what it has lost by now. */
    int counter(int access, long now) {
        int counter = access & MAX;
        if (decayMinutes == 0) {
            return counter;
        }
        long elapsed = (long) minute(now) - (access >> COUNTER_BITS);
        if (elapsed < 0) {
            elapsed += MINUTES;
        }
        return (int) Math.max(0, counter - elapsed / decayMinutes);
    }

    /** What an entry notes after one more use. */
    int used(int access, long now, RandomGenerator random) {
        int counter = counter(access, now);
        double chance = 1.0 / ((double) Math.max(0, counter - INITIAL) * logFactor + 1);
        if (counter < MAX && (chance >= 1 || random.nextDouble() < chance)) {
            counter++;
        }
        return noting(counter, now);
    }

    private static int minute(long now) {
        return (int) (now / MINUTE_MILLIS) & MINUTES;
    }
}
