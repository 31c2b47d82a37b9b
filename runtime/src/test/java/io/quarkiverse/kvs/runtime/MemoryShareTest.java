package io.quarkiverse.kvs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryShareTest {

    @ParameterizedTest
    @CsvSource({ "0, 0", "1000, 1000", "64M, 67108864", "2G, 2147483648", "50%, 500", "0%, 0", "100%, 1000", " 25% , 250" })
    void isBytesOrAShare(String text, long ofAThousand) {
        assertThat(MemoryShare.of(text).of(1000)).isEqualTo(ofAThousand);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "%", "-1%", "101%", "1.5%", "-5", "5X" })
    void nothingElse(String text) {
        assertThatThrownBy(() -> MemoryShare.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
