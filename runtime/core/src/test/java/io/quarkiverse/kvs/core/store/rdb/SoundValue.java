package io.quarkiverse.kvs.core.store.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListCursor;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StreamValue;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;

/** Looks at a value from all sides: that it is not empty, finds what it holds, and tells the same in every way. */
public final class SoundValue {

    private SoundValue() {
    }

    /** What a value holds, in an order that does not depend on how it is stored; fails if it is not sound. */
    public static List<String> contents(Value value) {
        assertThat(value.memory()).isPositive();
        List<String> contents = switch (value.type()) {
            case STRING -> List.of(new Bytes().show(((StringValue) value).array(), 0, ((StringValue) value).length()).latin1());
            case LIST -> list((ListValue) value);
            case SET -> set((SetValue) value);
            case ZSET -> sortedSet((SortedSetValue) value);
            case HASH -> hash((HashValue) value);
            case STREAM -> stream((StreamValue) value);
            case ORDERED_MAP -> orderedMap((OrderedMapValue) value);
        };
        assertThat(contents).isNotEmpty();
        return contents;
    }

    private static List<String> orderedMap(OrderedMapValue map) {
        List<String> contents = new ArrayList<>();
        for (OrderedCursor at = map.read().cursor(KeyBound.START); at.next();) {
            contents.add(at.key(new Bytes()).latin1() + "=" + at.value(new Bytes()).latin1());
            assertThat(map.read().contains(at.key(new Bytes()))).isTrue();
        }
        assertThat(map.size()).isEqualTo(contents.size());
        return contents;
    }

    private static List<String> list(ListValue list) {
        List<String> forwards = elements(list.cursor(0, ListEnd.RIGHT));
        List<String> backwards = elements(list.cursor(list.size() - 1, ListEnd.LEFT));
        Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(forwards);
        assertThat(list.size()).isEqualTo(forwards.size());
        return forwards;
    }

    private static List<String> elements(ListCursor cursor) {
        List<String> elements = new ArrayList<>();
        Bytes element = new Bytes();
        while (cursor.next(element)) {
            elements.add(element.latin1());
        }
        return elements;
    }

    private static List<String> set(SetValue set) {
        List<String> members = new ArrayList<>();
        set.forEach(member -> {
            assertThat(set.contains(new Key().show(member.copy()))).isTrue();
            members.add(member.latin1());
        });
        return differentAndSorted(members, set.size());
    }

    private static List<String> sortedSet(SortedSetValue set) {
        List<String> members = new ArrayList<>();
        List<String> all = new ArrayList<>();
        double[] before = { Double.NEGATIVE_INFINITY };
        set.forEach(0, set.size(), (member, score) -> {
            Key copy = new Key().show(member.copy());
            assertThat(score).isGreaterThanOrEqualTo(before[0]);
            assertThat(set.score(copy)).isEqualTo(score);
            assertThat(set.rank(copy)).isEqualTo(members.size());
            before[0] = score;
            members.add(member.latin1());
            all.add(score + " " + member.latin1());
            return true;
        });
        differentAndSorted(members, set.size());
        return all;
    }

    private static List<String> hash(HashValue hash) {
        List<String> fields = new ArrayList<>();
        List<String> all = new ArrayList<>();
        hash.forEach((field, value) -> {
            assertThat(hash.get(new Key().show(field.copy()), new Bytes()).latin1()).isEqualTo(value.latin1());
            fields.add(field.latin1());
            all.add(field.latin1() + "=" + value.latin1());
            return true;
        });
        differentAndSorted(fields, hash.size());
        Collections.sort(all);
        return all;
    }

    private static List<String> stream(StreamValue stream) {
        List<String> forwards = entries(stream, false);
        List<String> backwards = entries(stream, true);
        Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(forwards);
        assertThat(stream.size()).isEqualTo(forwards.size());
        List<String> all = new ArrayList<>(forwards);
        all.add(stream.lastId() + " " + stream.firstId() + " " + stream.maxDeletedId() + " " + stream.entriesAdded());
        stream.forEachGroup(group -> {
            String name = new Bytes().show(group.name()).latin1();
            all.add(name + " " + group.lastId() + " " + group.entriesRead());
            long[] ofConsumers = { 0 };
            group.forEachConsumer(consumer -> {
                all.add(name + " " + new Bytes().show(consumer.name()).latin1() + " " + consumer.seenTime());
                ofConsumers[0] += consumer.pending().size();
            });
            int count = 0;
            for (PendingEntry entry = group.pending().atOrAfter(StreamId.MIN); entry != null; entry = group.pending()
                    .after(entry), count++) {
                assertThat(entry.consumer().pending().get(entry.id())).isSameAs(entry);
                all.add(name + " " + entry.id() + " " + new Bytes().show(entry.consumer().name()).latin1() + " "
                        + entry.deliveryTime() + " " + entry.deliveries());
            }
            assertThat(group.pending().size()).isEqualTo(count).isEqualTo(ofConsumers[0]);
        });
        return all;
    }

    private static List<String> entries(StreamValue stream, boolean descending) {
        List<String> entries = new ArrayList<>();
        StreamId before = descending ? null : StreamId.MIN;
        for (StreamCursor at = stream.cursor(StreamId.MIN, StreamId.MAX, descending); at.next();) {
            StreamId id = at.id();
            assertThat(stream.contains(id)).isTrue();
            assertThat(before == null || (descending ? before.isAfter(id) : id.isAfter(before))).isTrue();
            before = id;
            StringBuilder entry = new StringBuilder(id.toString());
            for (int i = 0; i < at.fields(); i++) {
                at.nextField();
                entry.append(' ').append(at.field().latin1()).append('=').append(at.value().latin1());
            }
            entries.add(entry.toString());
        }
        return entries;
    }

    private static List<String> differentAndSorted(List<String> elements, int size) {
        assertThat(elements).hasSize(size);
        Collections.sort(elements);
        for (int i = 1; i < size; i++) {
            assertThat(elements.get(i)).isNotEqualTo(elements.get(i - 1));
        }
        return elements;
    }
}
