package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Listpacks come back as they were written. */
class ListpackPropertiesTest {

    @Property
    void comesBack(@ForAll("elements") List<String> elements) {
        assertThat(read(write(elements))).isEqualTo(elements);
    }

    @Property(tries = 200)
    void isRefusedWhereAByteIsMissing(@ForAll("elements") List<String> elements) {
        byte[] listpack = write(elements);
        for (int missing = 0; missing < listpack.length; missing += 1 + listpack.length / 50) {
            byte[] shorter = new byte[listpack.length - 1];
            System.arraycopy(listpack, 0, shorter, 0, missing);
            System.arraycopy(listpack, missing + 1, shorter, missing, shorter.length - missing);
            assertThatExceptionOfType(RdbFormatException.class).isThrownBy(() -> read(shorter));
        }
    }

    /** At the lengths where one more byte is needed to tell them, in either direction. */
    @Example
    void knowsAllLengths() {
        for (int length : new int[] { 0, 1, 63, 64, 125, 126, 127, 128, 4095, 4096, 16_377, 16_378, 16_379, 2_097_145,
                2_097_146,
                2_097_147 }) {
            List<String> elements = List.of("x".repeat(length), "y");
            assertThat(read(write(elements))).isEqualTo(elements);
        }
    }

    @Example
    void knowsAllIntegers() {
        List<String> elements = new ArrayList<>();
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long number : new long[] { (1L << bits) - 1, 1L << bits, -(1L << bits), -(1L << bits) - 1 }) {
                elements.add(Long.toString(number));
            }
        }
        assertThat(read(write(elements))).isEqualTo(elements);
    }

    @Example
    void countsAsFarAsItCan() {
        for (int size : new int[] { 0, 1, 65_534, 65_535, 65_536, 100_000 }) {
            List<String> elements = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                elements.add("");
            }
            assertThat(read(write(elements))).isEqualTo(elements);
        }
    }

    private static byte[] write(List<String> elements) {
        ListpackWriter writer = new ListpackWriter();
        for (String element : elements) {
            int before = writer.size();
            writer.add(new Bytes().show(element.getBytes(ISO_8859_1)));
            assertThat(writer.size()).isGreaterThan(before);
        }
        assertThat(writer.count()).isEqualTo(elements.size());
        int size = writer.size();
        byte[] listpack = writer.close().copy();
        assertThat(listpack).hasSize(size);
        return listpack;
    }

    private static List<String> read(byte[] listpack) {
        ListpackReader reader = new ListpackReader(new Bytes().show(listpack));
        List<String> elements = new ArrayList<>();
        Bytes element = new Bytes();
        while (reader.next(element)) {
            elements.add(element.latin1());
        }
        return elements;
    }

    @Provide
    Arbitrary<List<String>> elements() {
        return Arbitraries.oneOf(Arbitraries.longs().map(String::valueOf), Arbitraries.integers().map(String::valueOf),
                Arbitraries.bytes().map(String::valueOf), Arbitraries.of("", "01", "-0", "9223372036854775808", "-"),
                Arbitraries.strings().withCharRange('\0', '\377').ofMaxLength(200)).list().ofMaxSize(30);
    }
}
