package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.SoundValue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** What is pending in a group is what a sorted map says, in whatever order entries come and go. */
class StreamGroupPropertiesTest {

    private static final int CONSUMERS = 5;

    private StreamValue stream;
    private NavigableMap<StreamId, String> model;
    private List<String> consumers;

    @BeforeTry
    void startAnew() {
        stream = new StreamValue();
        model = new TreeMap<>();
        consumers = new ArrayList<>();
    }

    @Property(tries = 300)
    void isASortedMap(@ForAll long seed, @ForAll boolean ascending) {
        Random random = new Random(seed);
        stream.createGroup(bytes("g"), StreamId.MIN, ReadableGroup.UNKNOWN);
        for (int i = 0; i < 1000; i++) {
            step(random, ascending ? i : random.nextInt(2000));
        }
        assertIsTheModel(stream);
        assertIsTheModel(stream.copy());
        while (!model.isEmpty()) {
            settle(random.nextBoolean() ? model.firstKey() : model.lastKey());
        }
        assertIsTheModel(stream);
    }

    private void step(Random random, int number) {
        String consumer = "consumer" + random.nextInt(CONSUMERS);
        StreamId id = new StreamId(number / 10, number % 10);
        switch (random.nextInt(20)) {
            case 0 -> delete(consumer);
            case 1, 2 -> {
                if (!model.isEmpty()) {
                    StreamId first = model.ceilingKey(id) == null ? model.firstKey() : model.ceilingKey(id);
                    assertThat(group(stream).pending().atOrAfter(first).id()).isEqualTo(first);
                    settle(first);
                }
            }
            default -> {
                if (!consumers.contains(consumer)) {
                    assertThat(stream.createConsumer(group(stream), bytes(consumer), number)).isNotNull();
                    consumers.add(consumer);
                }
                assertThat(stream.createConsumer(group(stream), bytes(consumer), number)).isNull();
                PendingEntry entry = stream.deliver(group(stream), consumer(stream, consumer), id, number, 3);
                assertThat(entry.id()).isEqualTo(id);
                model.put(id, consumer);
            }
        }
    }

    private void delete(String consumer) {
        if (consumers.remove(consumer)) {
            stream.deleteConsumer(group(stream), consumer(stream, consumer));
            model.values().removeIf(consumer::equals);
        }
    }

    private void settle(StreamId id) {
        stream.settle(group(stream), group(stream).pending().get(id));
        model.remove(id);
        assertThat(group(stream).pending().get(id)).isNull();
    }

    private void assertIsTheModel(StreamValue of) {
        List<String> pending = new ArrayList<>();
        ReadablePending all = group(of).pending();
        for (PendingEntry entry = all.atOrAfter(StreamId.MIN); entry != null; entry = all.after(entry)) {
            pending.add(entry.id() + " " + new Bytes().show(entry.consumer().name()).latin1());
        }
        assertThat(pending).isEqualTo(model.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList());
        assertThat(all.last() == null ? null : all.last().id()).isEqualTo(model.isEmpty() ? null : model.lastKey());
        List<String> names = new ArrayList<>();
        group(of).forEachConsumer(consumer -> names.add(new Bytes().show(consumer.name()).latin1()));
        assertThat(names).isEqualTo(consumers.stream().sorted().toList());
        SoundValue.contents(of);
    }

    private static ReadableGroup group(StreamValue of) {
        return of.group(new Bytes().show(bytes("g")));
    }

    private static ReadableConsumer consumer(StreamValue of, String name) {
        return group(of).consumer(new Bytes().show(bytes(name)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
