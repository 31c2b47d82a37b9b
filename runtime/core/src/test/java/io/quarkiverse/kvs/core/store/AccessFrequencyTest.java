package io.quarkiverse.kvs.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFrequencyTest {

    private static final long MINUTE = 60_000;
    private static final long NOW = 28_000_000 * MINUTE;

    /** The table that redis.conf has: what the counter says after so many uses, with a factor. */
    @ParameterizedTest
    @CsvSource({ "0, 100, 104", "0, 1000, 255", "1, 100, 18", "1, 1000, 49", "1, 100000, 255", "10, 100, 10", "10, 1000, 18",
            "10, 100000, 142", "10, 1000000, 255", "100, 100, 8", "100, 1000, 11", "100, 100000, 49", "100, 1000000, 143" })
    void theCounterIsAboutTheLogarithmOfTheUses(int factor, int uses, double counter) {
        AccessFrequency frequency = new AccessFrequency(factor, 1);
        SplittableRandom random = new SplittableRandom(1);
        int access = frequency.initial(NOW);
        for (int i = 0; i < uses; i++) {
            access = frequency.used(access, NOW, random);
        }
        assertThat((double) frequency.counter(access, NOW)).isBetween(counter * 0.8 - 2, counter * 1.2 + 2);
    }

    @Test
    void theCounterDecays() {
        AccessFrequency frequency = new AccessFrequency(10, 2);
        int access = frequency.noting(20, NOW);

        assertThat(frequency.counter(access, NOW + MINUTE)).isEqualTo(20);
        assertThat(frequency.counter(access, NOW + 2 * MINUTE)).isEqualTo(19);
        assertThat(frequency.counter(access, NOW + 10 * MINUTE)).isEqualTo(15);
        assertThat(frequency.counter(access, NOW + 100 * MINUTE)).isZero();
        assertThat(new AccessFrequency(10, 0).counter(access, NOW + 100 * MINUTE)).isEqualTo(20);
    }

    /** There is room for 45 days' minutes. */
    @Test
    void theCounterDecaysWhereTheClockStartsAgain() {
        AccessFrequency frequency = new AccessFrequency(10, 1);
        long lastMinute = 0xffffL * MINUTE;

        assertThat(frequency.counter(frequency.noting(20, lastMinute), lastMinute + 4 * MINUTE)).isBetween(16, 17);
    }
}
