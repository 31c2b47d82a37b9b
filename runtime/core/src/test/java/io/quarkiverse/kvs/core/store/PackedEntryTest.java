package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.Value;

/** Small collections, each of which is one array together with its key, on both sides of what is small. */
class PackedEntryTest {

    private static final PackingLimits LIMITS = new PackingLimits(1000, 64);
    private static final long LATER = 1_000_000;

    /** What can be laid out so. */
    enum Kind {
        LIST((edit, i) -> edit.listOrNew(key("k"), () -> new ListValue(NodeLimits.of(-2))).add(ListEnd.RIGHT, text(i))),
        LIST_OF_DIFFERENT_LENGTHS((edit, i) -> edit.listOrNew(key("k"), () -> new ListValue(NodeLimits.of(-2)))
                .add(ListEnd.RIGHT, bytes("x".repeat(i % 3) + i))),
        INTEGERS((edit, i) -> edit.setOrNew(key("k")).add(key("" + (i * 300 - 600)), 512)),
        SET((edit, i) -> edit.setOrNew(key("k")).add(text(i), 512)),
        SORTED_SET((edit, i) -> edit.sortedSetOrNew(key("k")).add(text(i), i / 4.0, LIMITS)),
        HASH((edit, i) -> edit.hashOrNew(key("k")).set(text(i), text(i), LIMITS));

        final BiConsumer<Editor, Integer> add;

        Kind(BiConsumer<Editor, Integer> add) {
            this.add = add;
        }
    }

    private final Store store = new Store(2);
    private final Gate gate = new Gate(store);

    @AfterEach
    void memoryIsWhatItWas() {
        MemoryRecount.assertTotalsAreRight(store);
    }

    @ParameterizedTest
    @EnumSource
    void isOneArrayBetweenCommands(Kind kind) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            add(kind, i, i + 1);
            assertThat(entry("k")).isInstanceOf(byte[].class);
            expected.add(content("k"));
        }
        assertThat(expected).doesNotHaveDuplicates().doesNotContainNull();
    }

    /** A second edit in the same command finds what the first one has changed, and so does who reads. */
    @ParameterizedTest
    @EnumSource
    void isSeenAsItIsWhileItIsEdited(Kind kind) {
        add(kind, 0, 2);
        String two = content("k");
        add(kind, 2, 3);
        String three = content("k");
        with("k", keyspace -> {
            keyspace.edit().delete(key("k"));
            kind.add.accept(keyspace.edit(), 0);
            kind.add.accept(keyspace.edit(), 1);
            assertThat(describe(keyspace.read().value(key("k")))).isEqualTo(two);
            kind.add.accept(keyspace.edit(), 2);
            assertThat(describe(keyspace.read().value(key("k")))).isEqualTo(three);
        });
        assertThat(content("k")).isEqualTo(three);
        assertThat(entry("k")).isInstanceOf(byte[].class);
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsContentWithAnotherKeyOrExpiry(Kind kind) {
        add(kind, 0, 3);
        String content = content("k");
        gate.open(Store.ALL, 0);
        Keyspace keyspace = gate.database(0);
        String longKey = "l".repeat(PackedEntry.MAX_KEY + 1);
        assertThat(keyspace.edit().copy(key("k"), key(longKey), keyspace)).isTrue();
        assertThat(keyspace.edit().copy(key("k"), key("copy"), gate.database(1))).isTrue();
        assertThat(keyspace.edit().expireAt(key("k"), LATER)).isTrue();
        assertThat(keyspace.edit().rename(key("k"), key("renamed"))).isTrue();
        gate.close();
        assertThat(content("renamed")).isEqualTo(content(longKey)).isEqualTo(content);
        assertThat(entry("renamed")).isInstanceOf(byte[].class);
        assertThat(entry(longKey)).isInstanceOf(Entry.class);
        assertThat(Entry.expireAt(entry("renamed"))).isEqualTo(LATER);
        with("renamed", to -> to.edit().rename(key("renamed"), key("renamed")));
        with("renamed", to -> to.edit().expireAt(key("renamed"), Keyspace.NEVER));
        assertThat(content("renamed")).isEqualTo(content);
        assertThat(Entry.expireAt(entry("renamed"))).isEqualTo(Keyspace.NEVER);
    }

    /** An edit while it expires keeps the expiry time, and an expiry time that comes during an edit keeps the edit. */
    @ParameterizedTest
    @EnumSource
    void isEditedWhileItExpires(Kind kind) {
        add(kind, 0, 2);
        with("k", keyspace -> keyspace.edit().expireAt(key("k"), LATER));
        with("k", keyspace -> {
            kind.add.accept(keyspace.edit(), 2);
            keyspace.edit().expireAt(key("k"), LATER + 1);
            kind.add.accept(keyspace.edit(), 3);
        });
        String content = content("k");
        assertThat(Entry.expireAt(entry("k"))).isEqualTo(LATER + 1);
        with("k", keyspace -> keyspace.edit().delete(key("k")));
        add(kind, 0, 4);
        assertThat(content("k")).isEqualTo(content);
    }

    /** A snapshot sees what there was, however it is edited meanwhile. */
    @ParameterizedTest
    @EnumSource
    void aCutSeesItAsItWas(Kind kind) throws IOException {
        add(kind, 0, 3);
        String content = content("k");
        gate.open(Store.ALL, 0);
        List<String> seen = new ArrayList<>();
        try (Cut cut = Cut.of(gate)) {
            gate.close();
            add(kind, 3, 5);
            with("k", keyspace -> keyspace.edit().expireAt(key("k"), LATER));
            cut.forEach(new Cut.Visitor() {
                @Override
                public void string(int database, Bytes key, Bytes value, long expireAt, Cut.Use use) {
                    seen.add("a string");
                }

                @Override
                public void value(int database, Bytes key, Value value, long expireAt, Cut.Use use) {
                    seen.add(describe(value) + " " + expireAt);
                }
            });
        }
        assertThat(seen).containsExactly(content + " " + Keyspace.NEVER);
        assertThat(content("k")).isNotEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = { 255, 256 })
    void ofManyElementsItIsNoLongerOneArray(int members) {
        with("z", keyspace -> IntStream.range(0, members)
                .forEach(i -> keyspace.edit().sortedSetOrNew(key("z")).add(key("" + (char) i), 1, LIMITS)));
        assertThat(entry("z") instanceof byte[]).isEqualTo(members == 255);
        assertThat(Entry.value(entry("z")).encoding()).isEqualTo("listpack");
        with("z", keyspace -> keyspace.edit().sortedSet(key("z")).removeRange(1, members));
        assertThat(entry("z")).isInstanceOf(byte[].class);
        assertThat(content("z")).contains("\u0000=1");
    }

    @Test
    void ofManyBytesItIsNoLongerOneArray() {
        // A number of fields, and two lengths beside each of them.
        int fields = 11;
        int rest = PackedEntry.MAX_VALUE - 1 - fields * (2 + 1 + 64) - 2;
        PackingLimits limits = new PackingLimits(1000, 1000);
        with("h", keyspace -> {
            for (int i = 0; i < fields; i++) {
                keyspace.edit().hashOrNew(key("h")).set(key("" + (char) ('a' + i)), bytes("v".repeat(64)), limits);
            }
            keyspace.edit().hash(key("h")).set(key(""), bytes("w".repeat(rest - 1)), limits);
        });
        assertThat(entry("h")).isInstanceOf(byte[].class);
        with("h", keyspace -> keyspace.edit().hash(key("h")).set(key(""), bytes("w".repeat(rest + 1)), limits));
        assertThat(entry("h")).isInstanceOf(Entry.class);
        assertThat(Entry.value(entry("h")).encoding()).isEqualTo("listpack");
    }

    /** A set of more members, or of one long one, is a table, and stays one. */
    @Test
    void aSetOfManyMembersIsATable() {
        with("s", keyspace -> IntStream.range(0, 24).forEach(i -> keyspace.edit().setOrNew(key("s")).add(text(i), 512)));
        assertThat(entry("s")).isInstanceOf(byte[].class);
        with("s", keyspace -> keyspace.edit().set(key("s")).add(text(24), 512));
        assertThat(entry("s")).isInstanceOf(Entry.class);
        with("s", keyspace -> keyspace.edit().set(key("s")).remove(text(24)));
        assertThat(entry("s")).isInstanceOf(Entry.class);
        with("t", keyspace -> keyspace.edit().setOrNew(key("t")).add(key("x".repeat(65)), 512));
        assertThat(entry("t")).isInstanceOf(Entry.class);
        with("u", keyspace -> keyspace.edit().setOrNew(key("u")).add(key("x".repeat(64)), 512));
        assertThat(entry("u")).isInstanceOf(byte[].class);
    }

    private void add(Kind kind, int from, int to) {
        with("k", keyspace -> IntStream.range(from, to).forEach(i -> kind.add.accept(keyspace.edit(), i)));
    }

    private void with(String key, Consumer<Keyspace> task) {
        gate.open(key(key).segment(), 0);
        task.accept(gate.database(0));
        gate.close();
    }

    private Object entry(String key) {
        EntryTable table = store.segments[Store.segmentOf(key(key).hash())].tables[0];
        return table.elementAt(table.find(key(key)));
    }

    private String content(String key) {
        return describe(Entry.value(entry(key)));
    }

    private static String describe(Value value) {
        StringBuilder text = new StringBuilder(value.type() + " " + value.encoding());
        if (value instanceof ReadableSet) {
            TreeMap<String, String> members = new TreeMap<>();
            value.type().description().elements(value, 0, 1000, (name, none) -> members.put(name.latin1(), ""));
            return text.append(members.keySet()).toString();
        }
        value.type().description().elements(value, 0, 1000, (name, content) -> text.append(' ').append(name.latin1())
                .append('=').append(content.latin1()));
        return text.toString();
    }

    private static Key key(String text) {
        return new Key().show(text.getBytes(ISO_8859_1));
    }

    private static Key text(int i) {
        return key("element" + i);
    }

    private static Bytes bytes(String text) {
        return new Bytes().show(text.getBytes(ISO_8859_1));
    }
}
