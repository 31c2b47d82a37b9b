package io.quarkiverse.kvs.core.store.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MurmurHashTest {

    /** The expected values are those of the original program in C. */
    @ParameterizedTest
    @CsvSource({
            "0, d8dfea6585bc9732",
            "1, 54f437c0fd1dc9ea",
            "7, 43b72f8a55f3f37a",
            "8, 79054dfaf67ec472",
            "9, 352769a5f7d93619",
            "16, 25e060c74b1bbfa2",
            "43, 51606c5c5b561ace" })
    void isTheSameEverywhere(int length, String expected) {
        byte[] text = "--The quick brown fox jumps over the lazy dog--".getBytes(US_ASCII);
        long hash = MurmurHash.of(new Bytes().show(text, 2, length), 0xadc83b19L);
        assertThat(Long.toHexString(hash)).isEqualTo(expected);
    }
}
