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

    /** What the page of ordered maps tells: names of 16 bytes that come in their order, or in any. */
    @ParameterizedTest
    @CsvSource({ "true, 16, 7.5", "false, 16, 12.5", "true, 100, 13", "false, 100, 27" })
    void anEntryTakesBesideNameAndValue(boolean inOrder, int valueLength, double most) {
        OrderedMapValue map = new OrderedMapValue();
        Random random = new Random(1);
        Bytes value = new Bytes().show(new byte[valueLength]);
        for (int i = 0; i < MEMBERS; i++) {
            String name = String.format("%016d", inOrder ? i : random.nextLong(10_000_000_000_000_000L));
            map.put(new Bytes().show(name.getBytes(US_ASCII)), value);
        }
        assertThat((double) map.memory() / map.size() - 16 - valueLength).isBetween(most - 1.5, most);
    }
}
