package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What was compressed comes back; what was not, never does harm. */
class LzfPropertiesTest {

    /** One for all, so that it always finds what others have left. */
    private static final LzfCompressor COMPRESSOR = new LzfCompressor();

    @Property
    void comesBack(@ForAll("inputs") byte[] input) {
        byte[] out = new byte[input.length + 10];
        int length = COMPRESSOR.compress(new Bytes().show(input), out, out.length);
        assertThat(length).isPositive();
        assertThat(LzfDecompressor.decompress(new Bytes().show(out, 0, length), input.length)).isEqualTo(input);
    }

    /** Where there is too little room, it gives up without writing past it. */
    @Property
    void keepsToTheRoomThereIs(@ForAll("inputs") byte[] input) {
        byte[] enough = new byte[input.length + 10];
        int length = COMPRESSOR.compress(new Bytes().show(input), enough, enough.length);
        for (int room = 1; room < length; room += 1 + room / 8) {
            int shorter = COMPRESSOR.compress(new Bytes().show(input), new byte[room], room);
            assertThat(shorter).isZero();
        }
    }

    @Property
    void doesNotDependOnWhatWasCompressedBefore(@ForAll("inputs") byte[] input) {
        byte[] first = new byte[input.length + 10];
        byte[] second = new byte[input.length + 10];
        assertThat(new LzfCompressor().compress(new Bytes().show(input), first, first.length))
                .isEqualTo(COMPRESSOR.compress(new Bytes().show(input), second, second.length));
        assertThat(first).isEqualTo(second);
    }

    @Property
    void takesAnything(@ForAll byte[] bytes, @ForAll("lengths") long length) {
        try {
            assertThat(LzfDecompressor.decompress(new Bytes().show(bytes), length)).hasSize((int) length);
        } catch (RdbFormatException e) {
            // As expected, mostly.
        }
    }

    @Example
    void doesNotBelieveHugeLengths() {
        Bytes three = new Bytes().show("\340\1\0".getBytes(ISO_8859_1));
        for (long length : new long[] { 3 * 88 + 1, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE }) {
            assertThatExceptionOfType(RdbFormatException.class).isThrownBy(() -> LzfDecompressor.decompress(three, length));
        }
    }

    @Example
    void gainsAsMuchAsCanBe() {
        byte[] zeros = new byte[1_000_000];
        byte[] out = new byte[zeros.length];
        int length = COMPRESSOR.compress(new Bytes().show(zeros), out, out.length);
        assertThat(length).isLessThan(zeros.length / 80);
        assertThat(LzfDecompressor.decompress(new Bytes().show(out, 0, length), zeros.length)).isEqualTo(zeros);
    }

    @Provide
    Arbitrary<Long> lengths() {
        return Arbitraries.longs().between(0, 1000);
    }

    /** Pieces, some of them again and again. */
    @Provide
    Arbitrary<byte[]> inputs() {
        Arbitrary<String> piece = Arbitraries.oneOf(Arbitraries.strings().withCharRange('\0', '\377').ofMaxLength(40),
                Arbitraries.of("a".repeat(300), "abcabcabcabcabcabcabc", "the same again ", "\0\0\0\0\0\0"));
        return piece.list().ofMinSize(1).ofMaxSize(40).map(pieces -> {
            byte[] input = String.join("", pieces).getBytes(ISO_8859_1);
            return input.length < 4 ? Arrays.copyOf(input, 4) : input;
        });
    }
}
