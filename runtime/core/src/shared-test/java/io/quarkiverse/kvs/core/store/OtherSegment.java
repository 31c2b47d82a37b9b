package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Keys that can be used while others are locked. Two keys share a lock if they are in the same segment, which each process
 * decides anew: for two names that a test chooses, it is so in one of {@value Store#SEGMENTS} runs.
 */
public final class OtherSegment {

    private OtherSegment() {
    }

    /** A key in a segment that none of these keys is in. */
    public static String than(String... keys) {
        long taken = Arrays.stream(keys).mapToLong(OtherSegment::segment).reduce(Store.NONE, (a, b) -> a | b);
        return IntStream.iterate(0, i -> i + 1).mapToObj(i -> "other" + i).filter(key -> (segment(key) & taken) == 0)
                .findFirst().orElseThrow();
    }

    private static long segment(String key) {
        return new Key().show(key.getBytes(UTF_8)).segment();
    }
}
