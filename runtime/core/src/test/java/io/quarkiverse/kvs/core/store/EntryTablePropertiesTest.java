package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The hash table against a map that is known to work. */
public class EntryTablePropertiesTest {

    /** Puts the key if positive, removes it if negative. */
    @Property
    void holdsWhatAMapHolds(@ForAll("steps") List<Integer> steps) {
        EntryTable table = new EntryTable();
        Map<String, String> model = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            String name = "key" + Math.abs(steps.get(i));
            Key key = key(name);
            int slot = table.find(key);
            assertThat(slot >= 0).as(name).isEqualTo(model.containsKey(name));
            if (steps.get(i) > 0) {
                Object entry = Entry.ofString(key, bytes("value" + i), StringEncoding.AUTO, Entry.NEVER, 0);
                if (slot < 0) {
                    table.add(key.hash(), entry, false);
                } else {
                    table.replaceAt(slot, entry, false);
                }
                model.put(name, "value" + i);
            } else if (slot >= 0) {
                table.removeAt(slot);
                model.remove(name);
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        model.forEach((name, value) -> assertThat(valueOf(table, key(name))).isEqualTo(value));
        assertThat(Arrays.stream(table.snapshot()).filter(Objects::nonNull).count()).isEqualTo(model.size());
    }

    @Property(tries = 20)
    void growsAndShrinks(@ForAll @IntRange(min = 1, max = 20_000) int count) {
        EntryTable table = new EntryTable();
        for (int i = 0; i < count; i++) {
            Key key = key("key" + i);
            table.add(key.hash(), Entry.ofString(key, bytes(Integer.toString(i)), StringEncoding.AUTO, Entry.NEVER, 0), false);
        }
        for (int i = 0; i < count; i++) {
            assertThat(valueOf(table, key("key" + i))).isEqualTo(Integer.toString(i));
        }
        assertThat(table.find(key("key" + count))).isNegative();
        int full = table.snapshot().length;
        for (int i = 0; i < count; i++) {
            table.removeAt(table.find(key("key" + i)));
        }
        assertThat(table.size()).isZero();
        assertThat(full).isLessThanOrEqualTo(Math.max(16, count * 3));
        assertThat(table.snapshot()).hasSize(16).containsOnlyNulls();
    }

    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.integers().between(-60, 60).filter(i -> i != 0).list().ofMaxSize(400);
    }

    private static String valueOf(EntryTable table, Key key) {
        int slot = table.find(key);
        return slot < 0 ? null : Entry.showString(table.elementAt(slot), new Bytes()).utf8();
    }

    public static Key key(String name) {
        return new Key().show(name.getBytes(UTF_8));
    }

    public static Bytes bytes(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Bytes().show(bytes, 0, bytes.length);
    }
}
