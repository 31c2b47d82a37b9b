package io.quarkiverse.kvs.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessClockTest {

    private static final long NOW = 1_700_000_000_000L;

    @Test
    void countsWholeSeconds() {
        assertThat(AccessClock.secondsBetween(AccessClock.at(NOW), AccessClock.at(NOW + 999))).isZero();
        assertThat(AccessClock.secondsBetween(AccessClock.at(NOW), AccessClock.at(NOW + 86_400_000))).isEqualTo(86_400);
        assertThat(AccessClock.secondsBetween(AccessClock.before(AccessClock.at(NOW), 5), AccessClock.at(NOW))).isEqualTo(5);
    }

    @Test
    void countsThroughTheInstantWhereItStartsAgain() {
        long start = NOW - NOW % (1000L << 24);
        assertThat(AccessClock.at(start)).isZero();
        assertThat(AccessClock.secondsBetween(AccessClock.at(start - 3000), AccessClock.at(start + 2000))).isEqualTo(5);
    }
}
