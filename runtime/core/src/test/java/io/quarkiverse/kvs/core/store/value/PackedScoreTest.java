package io.quarkiverse.kvs.core.store.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Scores of every kind, in as few bytes as told. */
class PackedScoreTest {

    @Property(tries = 5000)
    void isReadAsItWasWritten(@ForAll("scores") double score) {
        byte[] list = new byte[20];
        int end = PackedScore.write(list, 3, score);
        assertThat(end).isEqualTo(3 + PackedScore.size(score)).isEqualTo(3 + PackedScore.sizeAt(list, 3));
        // A zero loses its sign, as in Redis.
        assertThat(PackedScore.read(list, 3)).isEqualTo(score + 0.0);
        for (int i = end; i < list.length; i++) {
            assertThat(list[i]).isZero();
        }
    }

    @Provide
    Arbitrary<Double> scores() {
        return Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.floats().map(Float::doubleValue),
                Arbitraries.longs().map(Long::doubleValue), Arbitraries.integers().map(Integer::doubleValue),
                Arbitraries.of(-0.0, 0.0, 239.0, 240.0, -1.0, -128.0, -129.0, 127.0, 32767.0, 32768.0, -32768.0, -32769.0,
                        0x1p52, 0x1p53, -0x1p53, 0x1p53 - 1, 1 - 0x1p53, 0x1p63, -0x1p63, Double.MIN_VALUE, Double.MAX_VALUE,
                        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.1, 0.5));
    }

    @ParameterizedTest
    @CsvSource({ "0, 1", "239, 1", "240, 3", "-1, 2", "-128, 2", "-129, 3", "32767, 3", "32768, 4", "1700000000, 5",
            "1700000000000, 7", "0.5, 5", "0.1, 9", "1e300, 9" })
    void takesSoManyBytes(double score, int bytes) {
        assertThat(PackedScore.size(score)).isEqualTo(bytes);
    }
}
