package io.quarkiverse.kvs.core.store.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.Store;

class KeyHashTest {

    @Test
    void dependsOnNothingBesideTheBytes() {
        for (int length = 0; length < 100; length++) {
            byte[] bytes = "0123456789".repeat(10).substring(0, length).getBytes(US_ASCII);
            byte[] elsewhere = new byte[200];
            Arrays.fill(elsewhere, (byte) '#');
            System.arraycopy(bytes, 0, elsewhere, 37, length);
            assertThat(KeyHash.of(elsewhere, 37, length)).isEqualTo(KeyHash.of(bytes, 0, length));
        }
    }

    @Test
    void dependsOnEveryBitAndOnTheLength() {
        Set<Long> hashes = new HashSet<>();
        int expected = 0;
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            hashes.add(KeyHash.of(bytes, 0, length));
            expected++;
            for (int bit = 0; bit < length * 8; bit++) {
                bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
                hashes.add(KeyHash.of(bytes, 0, length));
                expected++;
                bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
        }
        assertThat(hashes).hasSize(expected);
    }

    /** Keys as people write them, numbered, fall into the segments and slots evenly. */
    @ParameterizedTest
    @ValueSource(strings = { "", "k", "key:", "user:0000000", "session:0123456789abcdef:",
            "a key of more than thirty-two bytes " })
    void spreadsNumberedKeys(String prefix) {
        int count = 64_000;
        int[] segments = new int[Store.SEGMENTS];
        int[] slots = new int[1024];
        int[] tags = new int[64];
        for (int i = 0; i < count; i++) {
            byte[] key = (prefix + i).getBytes(US_ASCII);
            long hash = KeyHash.of(key, 0, key.length);
            segments[Store.segmentOf(hash)]++;
            slots[(int) hash & 1023]++;
            tags[(int) (hash >>> 48 & 63)]++;
        }
        // Six standard deviations: about 190 of 1000 in a segment, 47 of 62.5 in a slot.
        assertThat(Arrays.stream(segments).boxed()).allSatisfy(n -> assertThat(n).isBetween(810, 1190));
        assertThat(Arrays.stream(slots).boxed()).allSatisfy(n -> assertThat(n).isBetween(15, 112));
        assertThat(Arrays.stream(tags).boxed()).allSatisfy(n -> assertThat(n).isBetween(810, 1190));
    }
}
