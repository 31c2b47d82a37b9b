package io.quarkiverse.kvs.runtime.devui;

import java.util.concurrent.TimeUnit;

/** Checks times to live that are typed into the Dev UI. */
final class TimeToLive {

    private static final int YEARS = 1000;
    private static final long MOST = TimeUnit.DAYS.toMillis(365L * YEARS);

    private TimeToLive() {
    }

    /**
     * Refuses what PEXPIRE would refuse, or take for the end of the key.
     *
     * @param millis in milliseconds, or -1 for none
     * @throws IllegalArgumentException if it is not possible
     */
    static void require(long millis) {
        if (millis == 0 || millis < -1) {
            throw new IllegalArgumentException("The time to live must be more than zero.");
        }
        if (millis > MOST) {
            throw new IllegalArgumentException("The time to live must be at most " + YEARS + " years.");
        }
    }
}
