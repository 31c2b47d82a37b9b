package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;

/** What a million keys of ten bytes take on the heap: it must not grow. Redis 7.0.15 takes 104 and 184 bytes for each. */
@Tag("as-in-production")
class MemoryPerKeyTest {

    private static final int KEYS = 1_000_000;
    private static final int COLLECTIONS = 200_000;
    private static final int ELEMENTS = 10;
    private static final PackingLimits LIMITS = new PackingLimits(128, 64);

    private interface Adding {
        void accept(Editor edit, Key key, int i);
    }

    private enum Kind {
        HASH((edit, key, i) -> edit.hashOrNew(key).set(element(i), element(i), LIMITS)),
        LIST((edit, key, i) -> edit.listOrNew(key, () -> new ListValue(NodeLimits.of(-2))).add(ListEnd.RIGHT, element(i))),
        SET((edit, key, i) -> edit.setOrNew(key).add(element(i), 512)),
        INTEGERS((edit, key, i) -> edit.setOrNew(key).add(new Key().show(Integer.toString(i * 1000).getBytes(US_ASCII)), 512)),
        SORTED_SET((edit, key, i) -> edit.sortedSetOrNew(key).add(element(i), i * 100, LIMITS));

        final Adding add;

        Kind(Adding add) {
            this.add = add;
        }

        private static Key element(int i) {
            return new Key().show(digits("element", i, 5));
        }
    }

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    @ParameterizedTest
    @CsvSource({ "16, 62", "100, 156" })
    void aKeyTakes(int valueLength, double bound) {
        Store store = new Store(16);
        OneByOne keyspace = new OneByOne(store);
        Bytes value = new Bytes().show(new byte[valueLength]);
        Key key = new Key();
        long before = used();
        for (int i = 0; i < KEYS; i++) {
            key.show(digits("key", i, 7));
            keyspace.setString(key, value);
        }
        double perKey = (double) (used() - before) / KEYS;
        assertThat(keyspace.walk().size()).isEqualTo(KEYS);
        assertThat(perKey).isLessThanOrEqualTo(bound);
        // What MEMORY USAGE tells is an estimate of the same.
        assertThat((double) keyspace.memory(key)).isCloseTo(perKey, org.assertj.core.data.Percentage.withPercentage(15));
    }

    /**
     * Ten elements of twelve bytes, or ten small integers. Redis 7.0.15 takes 395, 330, 810, 106 and 267 bytes for each key.
     * The bounds leave room for how full the tables are, which depends on where the keys fall.
     */
    @ParameterizedTest
    @CsvSource({ "HASH, 320", "LIST, 172", "SET, 190", "INTEGERS, 75", "SORTED_SET, 214" })
    void aSmallCollectionTakes(Kind kind, double bound) {
        Store store = new Store(16);
        OneByOne keyspace = new OneByOne(store);
        Key key = new Key();
        long before = used();
        for (int i = 0; i < COLLECTIONS; i++) {
            key.show(digits("key", i, 7));
            keyspace.with(key, each -> {
                for (int j = 0; j < ELEMENTS; j++) {
                    kind.add.accept(each.edit(), key, j);
                }
                return null;
            });
        }
        double perKey = (double) (used() - before) / COLLECTIONS;
        assertThat(keyspace.walk().size()).isEqualTo(COLLECTIONS);
        assertThat(perKey).isLessThanOrEqualTo(bound);
    }

    /** A number in decimal digits: faster than a format, where there are millions of them. */
    private static byte[] digits(String prefix, int number, int digits) {
        byte[] text = Arrays.copyOf(prefix.getBytes(US_ASCII), prefix.length() + digits);
        for (int i = text.length - 1, rest = number; i >= prefix.length(); i--, rest /= 10) {
            text[i] = (byte) ('0' + rest % 10);
        }
        return text;
    }

    private long used() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
