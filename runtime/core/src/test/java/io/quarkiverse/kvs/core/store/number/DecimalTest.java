package io.quarkiverse.kvs.core.store.number;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DecimalTest {

    @Property(tries = 10_000)
    void writesWhatJavaWrites(@ForAll("numbers") long number) {
        String expected = Long.toString(number);
        int length = Decimal.length(number);
        assertThat(length).isEqualTo(expected.length());
        byte[] target = "#".repeat(length + 2).getBytes(ISO_8859_1);
        Decimal.write(number, length, target, 1);
        assertThat(new String(target, ISO_8859_1)).isEqualTo("#" + expected + "#");
    }

    @Property(tries = 10_000)
    void readsWhatItWrites(@ForAll("numbers") long number) {
        String text = Long.toString(number);
        byte[] array = ("1" + text + "1").getBytes(ISO_8859_1);
        assertThat(Decimal.parseLong(array, 1, text.length())).isEqualTo(number);
        assertThat(Decimal.isLong(new Bytes().show(array, 1, text.length()))).isTrue();
    }

    @Example
    void readsWhatIsNearTheEnds() {
        for (String limit : new String[] { Long.toString(Long.MAX_VALUE), Long.toString(Long.MIN_VALUE) }) {
            for (int i = -20; i <= 20; i++) {
                BigInteger number = new BigInteger(limit).add(BigInteger.valueOf(i));
                byte[] text = number.toString().getBytes(ISO_8859_1);
                if (number.bitLength() < Long.SIZE) {
                    assertThat(Decimal.parseLong(text, 0, text.length)).isEqualTo(number.longValue());
                } else {
                    assertNoLong(number.toString());
                }
            }
        }
    }

    @Property
    void readsNothingElse(@ForAll("texts") String text) {
        if (!text.matches("0|-?[1-9][0-9]{0,17}")) {
            assertNoLong(text);
        }
    }

    @Example
    void readsNoOtherSpellings() {
        for (String text : new String[] { "", "-", "-0", "00", "01", "-01", "+1", " 1", "1 ", "1-", "1.0", "1e3", "0x1", "--1",
                "99999999999999999999", "9223372036854775808", "100000000000000000000", "/", ":" }) {
            assertNoLong(text);
        }
    }

    private static void assertNoLong(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        assertThat(Decimal.isLong(new Bytes().show(bytes))).as(text).isFalse();
        assertThatThrownBy(() -> Decimal.parseLong(bytes, 0, bytes.length)).as(text).isInstanceOf(NumberFormatException.class);
    }

    /** Of every length, and around the powers of ten. */
    @Provide
    Arbitrary<Long> numbers() {
        Arbitrary<Long> around = Arbitraries.integers().between(0, 18).flatMap(digits -> Arbitraries.longs().between(-101, 101)
                .map(offset -> (long) Math.pow(10, digits) + offset));
        Arbitrary<Long> shifted = Arbitraries.longs().flatMap(number -> Arbitraries.integers().between(0, 63)
                .map(bits -> number >> bits));
        return Arbitraries.oneOf(around, around.map(number -> -number), shifted,
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, (long) Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, 0L));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("-+0123456789 /:").ofMaxLength(18);
    }
}
