package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** An ordered map is smaller than a sorted set of the same members, in any order. */
class OrderedMapMemoryTest {

    private static final int MEMBERS = 100_000;
    private static final double MOST = 0.7;

    @ParameterizedTest
    @CsvSource({ "true, 16", "false, 16", "true, 40", "false, 40" })
    void takesLessThanASortedSet(boolean inOrder, int length) {
        OrderedMapValue map = new OrderedMapValue();
        SortedSetValue set = new SortedSetValue();
        Random random = new Random(1);
        PackingLimits limits = new PackingLimits(128, 64);
        Bytes none = new Bytes();
        for (int i = 0; i < MEMBERS; i++) {
            String text = Long.toString(inOrder ? i : random.nextLong() >>> 1);
            byte[] member = ("0".repeat(Math.max(0, length - text.length())) + text).getBytes(US_ASCII);
            map.put(new Bytes().show(member), none);
            Key key = new Key();
            key.show(member);
            set.add(key, 0, limits);
        }
        assertThat(map.size()).isEqualTo(set.size());
        assertThat((double) map.memory() / set.memory()).isLessThan(MOST);
    }
}
