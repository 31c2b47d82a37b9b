package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Integers of any size against those that have no limit. */
class BitFieldTypePropertiesTest {

    @Property
    void hasTheRangeThatItsNameSays(@ForAll("types") BitFieldType type) {
        BigInteger size = BigInteger.ONE.shiftLeft(type.bits());
        BigInteger min = type.signed() ? size.shiftRight(1).negate() : BigInteger.ZERO;
        assertThat(type.min()).isEqualTo(min.longValueExact());
        assertThat(type.max()).isEqualTo(min.add(size).subtract(BigInteger.ONE).longValueExact());
    }

    @Property
    void noticesWhenASumDoesNotFit(@ForAll("types") BitFieldType type, @ForAll long any, @ForAll long increment) {
        long value = type.wrap(any);
        BigInteger sum = BigInteger.valueOf(value).add(BigInteger.valueOf(increment));
        int expected = sum.compareTo(BigInteger.valueOf(type.max())) > 0 ? 1
                : sum.compareTo(BigInteger.valueOf(type.min())) < 0 ? -1 : 0;
        assertThat(type.overflow(value, increment)).isEqualTo(expected);
    }

    @Property
    void wrapsAround(@ForAll("types") BitFieldType type, @ForAll long number) {
        long wrapped = type.wrap(number);
        assertThat(wrapped).isBetween(type.min(), type.max());
        BigInteger difference = BigInteger.valueOf(number).subtract(BigInteger.valueOf(wrapped));
        assertThat(difference.mod(BigInteger.ONE.shiftLeft(type.bits()))).isEqualTo(BigInteger.ZERO);
    }

    @Property
    void readsWhatItHasWritten(@ForAll("types") BitFieldType type, @ForAll long number) {
        long value = type.wrap(number);
        Bytes bytes = new Bytes().show(new byte[20]);
        type.write(bytes, 13, value);
        assertThat(type.read(bytes, 13)).isEqualTo(value);
    }

    @Provide
    Arbitrary<BitFieldType> types() {
        return Arbitraries.oneOf(Arbitraries.integers().between(1, 64).map(bits -> "i" + bits),
                Arbitraries.integers().between(1, 63).map(bits -> "u" + bits))
                .map(name -> BitFieldType.parse(new Bytes().show(name.getBytes(US_ASCII))));
    }
}
