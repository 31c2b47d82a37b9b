package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** What a million keys of ten bytes take on the heap: it must not grow. Redis 7.0.15 takes 104 and 184 bytes for each. */
class MemoryPerKeyTest {

    private static final int KEYS = 1_000_000;

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
            key.show(String.format("key%07d", i).getBytes(US_ASCII));
            keyspace.setString(key, value);
        }
        double perKey = (double) (used() - before) / KEYS;
        assertThat(keyspace.walk().size()).isEqualTo(KEYS);
        assertThat(perKey).isLessThanOrEqualTo(bound);
        // What MEMORY USAGE tells is an estimate of the same.
        assertThat((double) keyspace.memory(key)).isCloseTo(perKey, org.assertj.core.data.Percentage.withPercentage(15));
    }

    private long used() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
