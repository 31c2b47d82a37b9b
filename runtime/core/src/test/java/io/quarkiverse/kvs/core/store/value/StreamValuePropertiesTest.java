package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.SoundValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** A stream does what a sorted map does, however its entries are spread over nodes, and what a copy holds does not change. */
class StreamValuePropertiesTest {

    private StreamValue stream;
    private NavigableMap<StreamId, List<String>> model;

    @BeforeTry
    void startAnew() {
        stream = new StreamValue();
        model = new TreeMap<>();
    }

    @Property(tries = 500)
    void isASortedMap(@ForAll long seed, @ForAll("limits") StreamLimits limits, @ForAll @IntRange(max = 300) int steps) {
        Random random = new Random(seed);
        for (int i = 0; i < steps; i++) {
            step(random, limits);
        }
        assertIsTheModel(stream, model);
    }

    @Property(tries = 200)
    void aCopyStaysAsItWas(@ForAll long seed, @ForAll("limits") StreamLimits limits) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            step(random, limits);
        }
        StreamValue copy = stream.copy();
        NavigableMap<StreamId, List<String>> before = new TreeMap<>(model);
        for (int i = 0; i < 60; i++) {
            step(random, limits);
        }
        assertIsTheModel(copy, before);
        assertIsTheModel(stream, model);
    }

    private void step(Random random, StreamLimits limits) {
        switch (random.nextInt(8)) {
            case 0 -> {
                StreamId id = someId(random);
                assertThat(stream.delete(id)).isEqualTo(model.remove(id) != null);
            }
            case 1 -> {
                if (random.nextInt(10) == 0) {
                    trim(random);
                }
            }
            case 2 -> assertRange(someId(random), someId(random), random.nextBoolean());
            case 3 -> {
                StreamId id = someId(random);
                assertThat(stream.contains(id)).isEqualTo(model.containsKey(id));
            }
            default -> append(nextId(random), fields(random), limits);
        }
    }

    private void append(StreamId id, List<String> fields, StreamLimits limits) {
        List<Bytes> words = fields.stream().map(field -> new Bytes().show(field.getBytes(ISO_8859_1))).toList();
        stream.append(id, fields.size() / 2, words::get, limits);
        model.put(id, fields);
    }

    private void trim(Random random) {
        if (random.nextBoolean()) {
            int left = random.nextInt(model.size() + 5);
            boolean approximate = random.nextBoolean();
            int before = model.size();
            long removed = stream.trim(new StreamTrim(left, null, approximate, 0));
            assertThat(removed).isLessThanOrEqualTo(Math.max(0, before - left));
            if (!approximate) {
                assertThat(removed).isEqualTo(Math.max(0, before - left));
            }
            for (long i = 0; i < removed; i++) {
                model.pollFirstEntry();
            }
        } else {
            StreamId first = someId(random);
            long removed = stream.trim(new StreamTrim(-1, first, false, 0));
            assertThat(removed).isEqualTo(model.headMap(first).size());
            model.headMap(first).clear();
        }
    }

    private StreamId nextId(Random random) {
        StreamId last = stream.lastId();
        return switch (random.nextInt(4)) {
            case 0 -> new StreamId(last.ms() + 1 + random.nextInt(3), random.nextInt(4));
            case 1 -> new StreamId(last.ms() + 1 + random.nextInt(1_000_000), random.nextInt(2) * 1000L);
            default -> last.next();
        };
    }

    private StreamId someId(Random random) {
        if (model.isEmpty() || random.nextInt(5) == 0) {
            return new StreamId(random.nextInt(20), random.nextInt(5));
        }
        List<StreamId> ids = new ArrayList<>(model.keySet());
        StreamId id = ids.get(random.nextInt(ids.size()));
        return random.nextInt(4) == 0 ? id.next() : id;
    }

    private static List<String> fields(Random random) {
        String[] names = { "name", "a", "", "17", "longer than others" };
        String[] values = { "", "x", "12345", "-1", "9223372036854775807", "-9223372036854775808", "127", "32768", "007",
                "y".repeat(63), "z".repeat(64), "w".repeat(5000), "\u0000\u00ff", "99999999999999999999" };
        if (random.nextInt(3) > 0) {
            return List.of("name", values[random.nextInt(values.length)], "a", values[random.nextInt(values.length)]);
        }
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            fields.add(names[random.nextInt(names.length)]);
            fields.add(values[random.nextInt(values.length)]);
        }
        return fields;
    }

    private void assertRange(StreamId from, StreamId to, boolean descending) {
        List<String> expected = from.isAfter(to) ? List.of() : texts(model.subMap(from, true, to, true));
        assertThat(read(stream.cursor(from, to, descending), descending)).isEqualTo(expected);
        assertThat(stream.entriesUpTo(Long.MAX_VALUE, from, to)).isGreaterThanOrEqualTo(expected.size());
    }

    private static void assertIsTheModel(StreamValue stream, NavigableMap<StreamId, List<String>> model) {
        assertThat(read(stream.cursor(StreamId.MIN, StreamId.MAX, false), false)).isEqualTo(texts(model));
        assertThat(read(stream.cursor(StreamId.MIN, StreamId.MAX, true), true)).isEqualTo(texts(model));
        assertThat(stream.size()).isEqualTo(model.size());
        assertThat(stream.firstId()).isEqualTo(model.isEmpty() ? StreamId.MIN : model.firstKey());
        assertThat(stream.lastEntry()).isEqualTo(model.isEmpty() ? null : model.lastKey());
        SoundValue.contents(stream);
    }

    private static List<String> texts(Map<StreamId, List<String>> entries) {
        return entries.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList();
    }

    private static List<String> read(StreamCursor cursor, boolean descending) {
        List<String> entries = new ArrayList<>();
        while (cursor.next()) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < cursor.fields(); i++) {
                cursor.nextField();
                fields.add(cursor.field().latin1());
                fields.add(cursor.value().latin1());
            }
            entries.add(cursor.id() + " " + fields);
        }
        if (descending) {
            Collections.reverse(entries);
        }
        return entries;
    }

    @Provide
    Arbitrary<StreamLimits> limits() {
        return Arbitraries.of(new StreamLimits(4096, 100), new StreamLimits(0, 0), new StreamLimits(1, 0),
                new StreamLimits(300, 3),
                new StreamLimits(0, 1));
    }

    // What it costs

    /** Redis 7.0.15 takes 13.4 bytes for each of so many entries with two short fields. */
    @Example
    void anEntryTakesFewBytes() {
        StreamLimits limits = new StreamLimits(4096, 100);
        for (int i = 0; i < 1_000_000; i++) {
            List<Bytes> words = List.of(new Bytes().show(new byte[] { 'a' }),
                    new Bytes().show(new byte[] { (byte) ('0' + i % 10) }),
                    new Bytes().show(new byte[] { 'b' }), new Bytes().show(new byte[] { (byte) ('0' + i % 7) }));
            stream.append(new StreamId(1_700_000_000_000L + i / 5, i % 5), 2, words::get, limits);
        }
        assertThat(stream.memory() / 1_000_000.0).isLessThan(9.5);
    }

    @Property(tries = 300)
    void idsOfAnySize(@ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE) long ms, @ForAll long seq) {
        StreamId id = new StreamId(ms, seq);
        if (!id.isZero()) {
            append(new StreamId(0, 1), List.of("a", "b"), new StreamLimits(0, 0));
            if (id.isAfter(stream.lastId())) {
                append(id, List.of("a", "c"), new StreamLimits(0, 0));
            }
            assertIsTheModel(stream, model);
        }
    }
}
