package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.function.IntConsumer;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.StringEncoding;

/** By how much the heap really grows for a byte that is counted, for all kinds of data. */
@Tag("as-in-production")
class MemoryAccuracyTest {

    private static final PackingLimits PACKING = new PackingLimits(128, 64);
    private static final int BYTES = 60_000_000;

    private final MemoryMXBean heap = ManagementFactory.getMemoryMXBean();
    private final Store store = new Store(1);
    private final Gate gate = new Gate(store);
    private final Keyspace keyspace = gate.database(0);
    private final Key key = new Key();
    private final Key element = new Key();

    @Test
    void countersOfFewBytes() {
        measure("small strings", 1_000_000, i -> keyspace.edit().setString(key(i), element(i)));
    }

    @Test
    void stringsThatExpire() {
        measure("strings of 100 bytes that expire", 400_000,
                i -> keyspace.edit().setString(key(i), text("x".repeat(100)), StringEncoding.AUTO, 1_000_000));
    }

    @Test
    void largeStrings() {
        measure("strings of 5,000 bytes", BYTES / 5000, i -> keyspace.edit().setString(key(i), text("x".repeat(5000))));
    }

    @Test
    void smallHashes() {
        measure("hashes of 10 fields", 200_000, i -> {
            HashEdit hash = keyspace.edit().hashOrNew(key(i));
            for (int j = 0; j < 10; j++) {
                hash.set(element(j), text("value" + j), PACKING);
            }
        });
    }

    @Test
    void smallSortedSets() {
        measure("sorted sets of 10 members", 200_000, i -> {
            SortedSetEdit set = keyspace.edit().sortedSetOrNew(key(i));
            for (int j = 0; j < 10; j++) {
                set.add(element(j), j * 7 % 10, PACKING);
            }
        });
    }

    @Test
    void smallSets() {
        measure("sets of 10 members", 200_000, i -> {
            SetEdit set = keyspace.edit().setOrNew(key(i));
            for (int j = 0; j < 10; j++) {
                set.add(element(j), 512);
            }
        });
    }

    @Test
    void smallSetsOfIntegers() {
        measure("sets of 10 integers", 400_000, i -> {
            SetEdit set = keyspace.edit().setOrNew(key(i));
            for (int j = 0; j < 10; j++) {
                set.add(integer(j * 1000), 512);
            }
        });
    }

    @Test
    void smallLists() {
        NodeLimits limits = NodeLimits.of(-2);
        measure("lists of 10 elements", 200_000, i -> {
            ListEdit list = keyspace.edit().listOrNew(key(i), () -> new ListValue(limits));
            for (int j = 0; j < 10; j++) {
                list.add(ListEnd.RIGHT, element(j));
            }
        });
    }

    @Test
    void largeHashes() {
        measure("hashes of 10,000 fields", 60, i -> {
            HashEdit hash = keyspace.edit().hashOrNew(key(i));
            for (int j = 0; j < 10_000; j++) {
                hash.set(element(j), text("value" + j), PACKING);
            }
        });
    }

    @Test
    void lists() {
        NodeLimits limits = NodeLimits.of(-2);
        measure("lists of 1,000 elements", 3000, i -> {
            ListEdit list = keyspace.edit().listOrNew(key(i), () -> new ListValue(limits));
            for (int j = 0; j < 1000; j++) {
                list.add(ListEnd.RIGHT, element(j));
            }
        });
    }

    @Test
    void sets() {
        measure("sets of 1,000 members", 600, i -> {
            SetEdit set = keyspace.edit().setOrNew(key(i));
            for (int j = 0; j < 1000; j++) {
                set.add(element(j), 512);
            }
        });
    }

    @Test
    void sortedSets() {
        measure("sorted sets of 10,000 members", 60, i -> {
            SortedSetEdit set = keyspace.edit().sortedSetOrNew(key(i));
            for (int j = 0; j < 10_000; j++) {
                set.add(element(j), j * 7 % 1000, PACKING);
            }
        });
    }

    /** The bound that the page on memory tells. */
    private void measure(String kind, int keys, IntConsumer add) {
        long before = used();
        long countedBefore = store.memory();
        for (int i = 0; i < keys; i++) {
            gate.open(key(i).segment(), 0);
            add.accept(i);
            gate.close();
        }
        long counted = store.memory() - countedBefore;
        long grown = used() - before;
        assertThat(new KeyspaceWalk(store, 0, 0).size()).isEqualTo(keys);
        assertThat((double) grown).as(kind).isCloseTo((double) counted, Percentage.withPercentage(3));
    }

    private Key key(int i) {
        // Faster than a format, where there are millions of them.
        key.show(("key" + (10_000_000 + i)).getBytes(US_ASCII));
        return key;
    }

    private Key element(int i) {
        element.show(("element" + i).getBytes(US_ASCII));
        return element;
    }

    private Key integer(int i) {
        element.show(Integer.toString(i).getBytes(US_ASCII));
        return element;
    }

    private static Bytes text(String text) {
        return new Bytes().show(text.getBytes(US_ASCII));
    }

    /**
     * Collects until nothing more goes: what earlier tests of the same virtual machine left may need more than one collection.
     */
    private long used() {
        long used = Long.MAX_VALUE;
        long before;
        do {
            before = used;
            heap.gc();
            used = heap.getHeapMemoryUsage().getUsed();
        } while (used < before - 10_000);
        return Math.min(used, before);
    }
}
