package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class StringValueTest {

    @Property
    void putsBytesInThePlaceOfOthers(@ForAll @AlphaChars @StringLength(max = 30) String text,
            @ForAll @AlphaChars @StringLength(max = 10) String other, @ForAll @IntRange(max = 30) int a,
            @ForAll @IntRange(max = 30) int b) {
        int from = Math.min(text.length(), Math.min(a, b));
        int to = Math.min(text.length(), Math.max(a, b));
        StringValue string = string(text);

        string.splice(from, to - from, other.getBytes(US_ASCII), other.length());

        assertThat(text(string)).isEqualTo(text.substring(0, from) + other + text.substring(to));
    }

    @Test
    void isFollowedByZerosWhenItGrowsAfterItHasShrunk() {
        StringValue string = string("abcdef");
        string.splice(1, 4, new byte[0], 0);
        string.growTo(4);
        assertThat(text(string)).isEqualTo("af\0\0");
    }

    private static StringValue string(String text) {
        return new StringValue(text.getBytes(US_ASCII), StringEncoding.RAW);
    }

    private static String text(StringValue string) {
        return string.show(new Bytes()).latin1();
    }
}
