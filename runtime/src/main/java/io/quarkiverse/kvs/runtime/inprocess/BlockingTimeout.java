package io.quarkiverse.kvs.runtime.inprocess;

import java.math.BigDecimal;
import java.time.Duration;

/** How long a command is to wait, as such commands are told: in seconds, with a fraction perhaps, and 0 for ever. */
final class BlockingTimeout {

    private BlockingTimeout() {
    }

    /**
     * @param timeout counted in milliseconds, a fraction is rounded up
     * @throws IllegalArgumentException if it is negative, or longer than can be counted so
     */
    static String seconds(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the timeout is negative: " + timeout);
        }
        try {
            return BigDecimal.valueOf(timeout.plusNanos(999_999).toMillis(), 3).toPlainString();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the timeout is too long: " + timeout, e);
        }
    }
}
