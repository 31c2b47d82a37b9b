package io.quarkiverse.kvs.core.store.number;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reading numbers: whichever way is taken, the double is the one that Java finds. */
class FloatingPointTest {

    @Property(tries = 20_000)
    void readsPlainNumbers(@ForAll("plain") String text) {
        assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @Property(tries = 5_000)
    void readsWhatItWrites(@ForAll double number) {
        assertThat(parse(FloatingPoint.format(number))).isEqualTo(number);
    }

    @Example
    void readsOtherSpellings() {
        assertThat(parse("+1.5")).isEqualTo(1.5);
        assertThat(parse("1.")).isEqualTo(1);
        assertThat(parse(".5")).isEqualTo(0.5);
        assertThat(parse("-.5")).isEqualTo(-0.5);
        assertThat(parse("1e3")).isEqualTo(1000);
        assertThat(parse("0x10")).isEqualTo(16);
        assertThat(parse("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(parse("-0")).isEqualTo(-0.0);
        assertThat(parse("000000000012")).isEqualTo(12);
        assertThat(parse("0000000000000000000012.50")).isEqualTo(12.5);
    }

    @Example
    void readsNothingElse() {
        for (String text : new String[] { "", "-", ".", "-.", "1.2.3", "1..2", "--1", "1-", " 1", "1 ", "1d", "nan", "1,5",
                "1e", "a" }) {
            assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(NumberFormatException.class);
        }
    }

    private static double parse(String text) {
        // Something around it, to notice if the reader looks beyond.
        byte[] array = ("1" + text + "1").getBytes(ISO_8859_1);
        return FloatingPoint.parse(new Bytes().show(array, 1, text.length()));
    }

    /** Digits with a point anywhere between them, or none, in the lengths around what fits a double exactly. */
    @Provide
    Arbitrary<String> plain() {
        return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(18).flatMap(digits -> Arbitraries.integers()
                .between(0, digits.length() - 1)
                .flatMap(point -> Arbitraries.of("", "-")
                        .map(sign -> sign
                                + (point == 0 ? digits : digits.substring(0, point) + "." + digits.substring(point)))));
    }
}
