package io.quarkiverse.kvs.core.store.rdb;

import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.read;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.write;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashBuilder;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetBuilder;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;

class RdbFileWriterTest {

    private static final int MEGABYTE = 1024 * 1024;

    private static Bytes bytes(String text) {
        return new Bytes().show(text.getBytes(ISO_8859_1));
    }

    @Test
    void writesWhatRedisWrites() throws IOException {
        byte[] file = write(true, false, writer -> {
            writer.aux("redis-ver", "7.0.15");
            writer.aux("redis-bits", 64);
            writer.function(bytes("code"));
            writer.database(3, 200, 1);
            writer.idle(2);
            writer.entry(bytes("a"), bytes("x"), 1_700_000_000_123L);
            writer.frequency(255);
            writer.entry(bytes("b"), new StringValue(new byte[] { '1', '2' }, StringEncoding.AUTO), -1);
        });

        assertThat(new String(file, ISO_8859_1)).isEqualTo("REDIS0010\372\11redis-ver\0067.0.15\372\nredis-bits\300@\365\4code"
                + "\376\3\373\100\310\1\374" + RdbFiles.number(1_700_000_000_123L, 8) + "\370\2\0\1a\1x\371\377\0\1b\300\14\377"
                + "\0".repeat(8));
        assertThat(read(file)).containsExactly("aux redis-ver=7.0.15", "aux redis-bits=64", "function code", "database 3",
                "sizes 11 1", "3 a until 1700000000123 idle 2: STRING [x]", "3 b used 255: STRING [12]", "end 10 unchecked");
    }

    /** Values of all types and ways to store them, of any sizes. */
    private static Value random(Random random) {
        int size = 1 + (random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(8));
        switch (random.nextInt(5)) {
            case 0 -> {
                return new StringValue(element(random).getBytes(ISO_8859_1), StringEncoding.AUTO);
            }
            case 1 -> {
                ListValue list = new ListValue(NodeLimits.of(random.nextInt(10) - 5));
                for (int i = 0; i < size; i++) {
                    list.add(ListEnd.RIGHT, bytes(element(random)));
                }
                return list;
            }
            case 2 -> {
                SetValue set = new SetValue();
                boolean integers = random.nextBoolean();
                long maxIntegers = random.nextBoolean() ? 4 : 512;
                for (int i = 0; i < size; i++) {
                    set.add(key(integers ? Long.toString(random.nextLong() >> random.nextInt(63)) : element(random)),
                            maxIntegers);
                }
                return set;
            }
            case 3 -> {
                SortedSetBuilder set = new SortedSetBuilder();
                for (int i = 0; i < size; i++) {
                    Key member = key(element(random));
                    if (Double.isNaN(set.score(member))) {
                        set.add(member, random.nextBoolean() ? random.nextInt(100) : random.nextGaussian());
                    }
                }
                SortedSetValue built = set.build();
                built.pack(RdbFiles.LIMITS.sortedSets());
                return built;
            }
            default -> {
                HashBuilder hash = new HashBuilder(RdbFiles.LIMITS.hashes());
                for (int i = 0; i < size; i++) {
                    hash.add(key(element(random)), bytes(element(random)));
                }
                return hash.build();
            }
        }
    }

    private static Key key(String text) {
        return new Key().show(text.getBytes(ISO_8859_1));
    }

    private static String element(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(63));
            case 1 -> Integer.toString(random.nextInt()).repeat(random.nextInt(100));
            case 2 -> random.nextInt(50) == 0 ? "x".repeat(random.nextInt(100_000)) + random.nextInt() : "";
            default -> {
                byte[] any = new byte[random.nextInt(30)];
                random.nextBytes(any);
                yield new String(any, ISO_8859_1);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
    void whatIsWrittenComesBack(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>(List.of("database 0", "sizes 100 0"));
        byte[] file = write(random.nextBoolean(), true, writer -> {
            writer.database(0, 100, 0);
            for (int i = 0; i < 100; i++) {
                Value value = random(random);
                long expireAt = random.nextBoolean() ? -1 : random.nextLong() >>> random.nextInt(64);
                expireAt = Math.max(-1, expireAt);
                writer.entry(bytes("key" + i), value, expireAt);
                expected.add("0 key" + i + (expireAt == -1 ? "" : " until " + expireAt) + ": " + value.type() + " "
                        + SoundValue.contents(value));
            }
        });
        expected.add("end 10");

        assertThat(read(file)).isEqualTo(expected);
    }

    // Memory

    /** Counts, and keeps nothing. */
    private static final class Counting extends OutputStream {

        private long size;
        private int longest;

        @Override
        public void write(int b) {
            throw new AssertionError("byte after byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            size += length;
            longest = Math.max(longest, length);
        }
    }

    private static void assertAllocatesLess(long bound, Value value, LzfCompressor compressor, long expectedSize) {
        Allocation.assertIsLessThan(bound, () -> {
            Counting out = new Counting();
            RdbFileWriter writer = new RdbFileWriter(out, compressor, true);
            writer.begin();
            writer.entry(bytes("k"), value, -1);
            writer.end();
            assertThat(writer.size()).isEqualTo(out.size).isBetween(expectedSize, expectedSize + expectedSize / 10 + 100);
            assertThat(out.longest).isLessThanOrEqualTo(64 * 1024);
        }, "%s", value.type());
    }

    /** A value is not copied as a whole, however large it is. */
    @Test
    void takesLittleMemoryForLargeValues() throws IOException {
        byte[] large = new byte[30 * MEGABYTE];
        new Random(1).nextBytes(large);
        assertAllocatesLess(MEGABYTE, new StringValue(large, StringEncoding.RAW), null, large.length);

        ListValue list = new ListValue(NodeLimits.of(-2));
        list.add(ListEnd.RIGHT, bytes("first"));
        list.add(ListEnd.RIGHT, new Bytes().show(large));
        list.add(ListEnd.RIGHT, bytes("last"));
        assertAllocatesLess(MEGABYTE, list, null, large.length);

        ListValue many = new ListValue(NodeLimits.of(-2));
        SetValue integers = new SetValue();
        HashBuilder hash = new HashBuilder(RdbFiles.LIMITS.hashes());
        for (int i = 0; i < 150_000; i++) {
            Key number = key(Integer.toString(1_000_000_000 + i));
            many.add(ListEnd.RIGHT, number);
            integers.add(number, Long.MAX_VALUE);
            hash.add(number, number);
        }
        assertAllocatesLess(MEGABYTE, many, null, 150_000 * 6);
        // In the file, integers are one array, which grows.
        assertAllocatesLess(4 * MEGABYTE, integers, null, 150_000 * 4);
        // Short-lived objects are no longer allocated once the code is compiled, which takes some runs.
        assertAllocatesLess(MEGABYTE, hash.build(), null, 150_000 * 10);
    }

    /** What does not get shorter may take as much memory once more, but not more than some. */
    @Test
    void takesBoundedMemoryToCompress() throws IOException {
        byte[] zeros = new byte[100 * MEGABYTE];
        assertAllocatesLess(66 * MEGABYTE, new StringValue(zeros, StringEncoding.RAW), new LzfCompressor(), zeros.length / 88);
    }

    @Test
    void readsLargeElementsOfLists() throws IOException {
        ListValue list = new ListValue(NodeLimits.of(-2));
        String large = "0123456789".repeat(150_000);
        for (String element : List.of("a", large, large, "b")) {
            list.add(ListEnd.RIGHT, bytes(element));
        }
        for (boolean compressed : new boolean[] { true, false }) {
            byte[] file = write(compressed, true, writer -> writer.entry(bytes("k"), list, -1));
            List<String> lines = new ArrayList<>();
            ValueLimits limits = new ValueLimits(10_000_000, RdbFiles.LIMITS.hashes(), RdbFiles.LIMITS.sortedSets(), 4,
                    NodeLimits.of(-2));
            new RdbFileReader(new ByteArrayInputStream(file), file.length, limits, true).read(new RdbFiles.Telling(lines));
            assertThat(lines).containsExactly("0 k: LIST [a, " + large + ", " + large + ", b]", "end 10");
        }
    }

    @Test
    void passesOnWhatGoesWrong() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("the disk is full");
            }
        };
        RdbFileWriter writer = new RdbFileWriter(full, null, true);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            writer.begin();
            for (int i = 0; i < 10_000; i++) {
                writer.entry(bytes("key" + i), bytes("a value"), -1);
            }
        }).withMessage("the disk is full");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> new RdbFileWriter(full, null, true).end());
    }
}
