package io.quarkiverse.kvs.runtime.inprocess;

import java.math.BigDecimal;
import java.time.Duration;

/** How long a command is to wait, as such commands are told: 0 for ever. */
final class BlockingTimeout {

    private BlockingTimeout() {
    }

    /**
     * In seconds, with a fraction perhaps.
     *
     * @param timeout counted in milliseconds, a fraction is rounded up
     * @throws IllegalArgumentException if it is negative, or longer than can be counted so
     */
    static String seconds(Duration timeout) {
        return BigDecimal.valueOf(rounded(timeout), 3).toPlainString();
    }

    /** The same in milliseconds, as other commands are told. */
    static String millis(Duration timeout) {
        return Long.toString(rounded(timeout));
    }

    private static long rounded(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the timeout is negative: " + timeout);
        }
        try {
            return timeout.plusNanos(999_999).toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the timeout is too long: " + timeout, e);
        }
    }
}
