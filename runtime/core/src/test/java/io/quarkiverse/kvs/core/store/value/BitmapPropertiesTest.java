package io.quarkiverse.kvs.core.store.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BiConsumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bits against {@link BitSet}, which counts those of a byte from the other end. */
class BitmapPropertiesTest {

    @Property
    void counts(@ForAll("rows") byte[] row, @ForAll @IntRange(max = 400) int a, @ForAll @IntRange(max = 400) int b) {
        int from = Math.min(Math.min(a, b), row.length * 8);
        int to = Math.min(Math.max(a, b), row.length * 8);
        assertThat(Bitmap.count(shifted(row), from, to)).isEqualTo(bits(row).get(from, to).cardinality());
    }

    @Property
    void findsTheFirst(@ForAll("rows") byte[] row, @ForAll boolean set, @ForAll @IntRange(max = 400) int a,
            @ForAll @IntRange(max = 400) int b) {
        int from = Math.min(Math.min(a, b), row.length * 8);
        int to = Math.min(Math.max(a, b), row.length * 8);
        BitSet bits = bits(row);
        int expected = set ? bits.nextSetBit(from) : bits.nextClearBit(from);
        assertThat(Bitmap.position(shifted(row), set, from, to)).isEqualTo(expected < to ? expected : -1);
    }

    @Property
    void readsIntegers(@ForAll("rows") byte[] row, @ForAll @IntRange(max = 500) int from,
            @ForAll @IntRange(min = 1, max = 64) int bits) {
        byte[] padded = Arrays.copyOf(row, 100);
        BigInteger whole = new BigInteger(1, padded);
        BigInteger expected = whole.shiftRight(800 - from - bits).and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        assertThat(Bitmap.get(shifted(row), from, bits)).isEqualTo(expected.longValue());
    }

    @Property
    void writesIntegersAndNothingBeside(@ForAll @Size(60) byte[] row, @ForAll @IntRange(max = 400) int from,
            @ForAll @IntRange(min = 1, max = 64) int bits, @ForAll long value) {
        Bytes changed = shifted(row);
        Bitmap.set(changed, from, bits, value);

        assertThat(Bitmap.get(changed, from, bits)).isEqualTo(bits == 64 ? value : value & (1L << bits) - 1);
        BitSet difference = bits(row);
        difference.xor(bits(changed.copy()));
        difference.clear(from, from + bits);
        assertThat(difference.isEmpty()).isTrue();
    }

    @Property
    void combines(@ForAll("rows") byte[] one, @ForAll("rows") byte[] other) {
        combinesLike(Bitmap::and, BitSet::and, one, other);
        combinesLike(Bitmap::or, BitSet::or, one, other);
        combinesLike(Bitmap::xor, BitSet::xor, one, other);
    }

    private static void combinesLike(BiConsumer<byte[], Bytes> operation, BiConsumer<BitSet, BitSet> model, byte[] one,
            byte[] other) {
        byte[] result = Arrays.copyOf(one, Math.max(one.length, other.length));
        operation.accept(result, shifted(other));
        BitSet expected = bits(one);
        model.accept(expected, bits(other));
        assertThat(bits(result)).isEqualTo(expected);
    }

    @Property
    void turnsOver(@ForAll("rows") byte[] row) {
        byte[] result = row.clone();
        Bitmap.not(result);
        BitSet expected = bits(row);
        expected.flip(0, row.length * 8);
        assertThat(bits(result)).isEqualTo(expected);
    }

    /** Rows with long stretches of one kind of bit: random bytes would never have them. */
    @Provide
    Arbitrary<byte[]> rows() {
        Arbitrary<byte[]> stretch = Combinators.combine(Arbitraries.of(0, 0, 255, 255, 1, 128, 0x5a), Arbitraries.integers()
                .between(1, 20)).as((octet, length) -> {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, octet.byteValue());
                    return bytes;
                });
        return stretch.list().ofMaxSize(4).map(stretches -> {
            byte[] row = new byte[stretches.stream().mapToInt(bytes -> bytes.length).sum()];
            int at = 0;
            for (byte[] bytes : stretches) {
                System.arraycopy(bytes, 0, row, at, bytes.length);
                at += bytes.length;
            }
            return row;
        });
    }

    /** In the middle of an array whose other bytes must not matter. */
    private static Bytes shifted(byte[] row) {
        byte[] array = new byte[row.length + 20];
        Arrays.fill(array, (byte) 0xa5);
        System.arraycopy(row, 0, array, 3, row.length);
        return new Bytes().show(array, 3, row.length);
    }

    private static BitSet bits(byte[] row) {
        BitSet bits = new BitSet();
        for (int i = 0; i < row.length * 8; i++) {
            bits.set(i, (row[i / 8] & 0x80 >> i % 8) != 0);
        }
        return bits;
    }
}
