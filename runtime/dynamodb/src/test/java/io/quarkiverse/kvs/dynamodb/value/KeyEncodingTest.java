package io.quarkiverse.kvs.dynamodb.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of keys sort as DynamoDB sorts the keys; the page on keys is right. */
class KeyEncodingTest {

    private static final int PAIRS = 200_000;

    @ParameterizedTest
    @CsvSource({ "0,02", "1,03820b00", "1.5,03821000", "12,03830d00", "123,03840d1f00", "-1,017df4ff", "1E-130,03000b00" })
    void numbersAreAsThePageSays(String number, String bytes) {
        assertThat(HexFormat.of().formatHex(KeyEncoding.number(Numbers.parse(number)))).isEqualTo(bytes);
    }

    @Test
    void numbersSortAsNumbers() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PAIRS; i++) {
            BigDecimal first = number(random);
            BigDecimal second = random.nextInt(4) == 0 ? near(first, random) : number(random);
            byte[] one = KeyEncoding.sort(new AttributeValue.N(first));
            byte[] other = KeyEncoding.sort(new AttributeValue.N(second));
            assertThat(Integer.signum(Arrays.compareUnsigned(one, other))).as("%s and %s", first, second)
                    .isEqualTo(first.compareTo(second));
        }
    }

    private static BigDecimal number(SplittableRandom random) {
        int digits = 1 + random.nextInt(random.nextBoolean() ? 2 : Numbers.DIGITS);
        BigInteger unscaled = BigInteger.valueOf(1 + random.nextInt(9));
        for (int i = 1; i < digits; i++) {
            unscaled = unscaled.multiply(BigInteger.TEN).add(BigInteger.valueOf(random.nextInt(10)));
        }
        int exponent = random.nextBoolean() ? random.nextInt(-3, 4)
                : random.nextInt(Numbers.LOWEST, Numbers.HIGHEST + 1);
        BigDecimal number = new BigDecimal(unscaled, digits - 1 - exponent);
        if (random.nextInt(50) == 0) {
            return BigDecimal.ZERO;
        }
        return Numbers.normal(random.nextBoolean() ? number : number.negate());
    }

    private static BigDecimal near(BigDecimal number, SplittableRandom random) {
        if (number.signum() == 0 || number.precision() == Numbers.DIGITS) {
            return number;
        }
        BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(-number.scale() - 1);
        BigDecimal near = number.add(random.nextBoolean() ? step : step.negate());
        int exponent = near.precision() - near.scale() - 1;
        return exponent < Numbers.LOWEST || exponent > Numbers.HIGHEST ? number : Numbers.normal(near);
    }

    @Test
    void stringsSortAsTheirBytes() {
        sorts(random -> {
            String[] parts = { "", "\0", "\1", "a", "b", "\u00e9", "\uffff", "\ud83d\ude00", "\0\0" };
            StringBuilder string = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                string.append(parts[random.nextInt(parts.length)]);
            }
            return new AttributeValue.S(string.toString());
        }, value -> ((AttributeValue.S) value).value().getBytes(UTF_8));
    }

    @Test
    void binarySortsAsUnsignedBytes() {
        sorts(random -> {
            byte[] some = { 0, 0, 1, -1, 5, (byte) 0x80 };
            byte[] bytes = new byte[random.nextInt(5)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = some[random.nextInt(some.length)];
            }
            return new AttributeValue.B(new Binary(bytes));
        }, value -> ((AttributeValue.B) value).value().bytes());
    }

    private static void sorts(Function<SplittableRandom, AttributeValue> values, Function<AttributeValue, byte[]> plain) {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < PAIRS; i++) {
            AttributeValue first = values.apply(random);
            AttributeValue second = values.apply(random);
            byte[] one = KeyEncoding.sort(first);
            byte[] other = KeyEncoding.sort(second);
            assertThat(Integer.signum(Arrays.compareUnsigned(one, other))).as("%s and %s", first, second)
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(plain.apply(first), plain.apply(second))));
            byte[] prefix = KeyEncoding.sortPrefix(first);
            boolean begins = other.length >= prefix.length && Arrays.equals(other, 0, prefix.length, prefix, 0, prefix.length);
            byte[] plainFirst = plain.apply(first);
            byte[] plainSecond = plain.apply(second);
            assertThat(begins).as("%s begins with %s", second, first).isEqualTo(plainSecond.length >= plainFirst.length
                    && Arrays.equals(plainSecond, 0, plainFirst.length, plainFirst, 0, plainFirst.length));
        }
    }

    @Test
    void partsOfAKeyAreFoundAgain() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++) {
            AttributeValue partition = new AttributeValue.S("p".repeat(1 + random.nextInt(400)));
            AttributeValue sort = random.nextBoolean() ? new AttributeValue.N(number(random))
                    : new AttributeValue.S("s\0\1".repeat(random.nextInt(3)));
            byte[] first = KeyEncoding.partition(partition);
            byte[] second = KeyEncoding.sort(sort);
            byte[] key = KeyEncoding.concat(KeyEncoding.concat(first, second), new byte[] { 0, 1, -1 });
            assertThat(KeyEncoding.partitionLength(key)).isEqualTo(first.length);
            assertThat(KeyEncoding.sortLength(key, first.length, sort.type())).isEqualTo(second.length);
        }
    }
}
