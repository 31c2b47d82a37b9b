package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;

/** The memory of an ordered map is what its objects take. */
class OrderedMapMemoryAccuracyTest {

    /** The mark of the owner and the order, of which there is one for many. */
    private static final long SHARED = 64;

    @ParameterizedTest
    @ValueSource(ints = { 1, 100, 5_000, 30_000 })
    void isCountedAsThereIs(int entries) {
        OrderedMapValue map = new OrderedMapValue();
        Random random = new Random(entries);
        for (int i = 0; i < entries; i++) {
            put(map, random, entries);
        }
        assertCounted(map);
        for (int i = 0; i < entries / 2; i++) {
            map.remove(key(random, entries));
        }
        assertCounted(map);
        map.remove(map.size() / 4, map.size() / 2);
        put(map, random, entries);
        assertCounted(map);
    }

    private static void put(OrderedMapValue map, Random random, int entries) {
        map.put(key(random, entries), new Bytes().show(new byte[random.nextInt(100) == 0 ? 9000 : random.nextInt(50)]));
    }

    private static Bytes key(Random random, int entries) {
        return new Bytes().show(Integer.toString(random.nextInt(2 * entries)).getBytes(US_ASCII));
    }

    private static void assertCounted(OrderedMapValue map) {
        assertThat(map.memory()).isBetween(MemoryRecount.deepSize(map) - SHARED, MemoryRecount.deepSize(map) + SHARED);
    }
}
