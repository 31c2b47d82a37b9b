package io.quarkiverse.kvs.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * What is asked of each server in turn.
 *
 * @param test as redis-benchmark calls it: {@code get}, {@code mset}
 * @param keys over how many keys requests are spread; 0 for one and the same
 */
record Workload(String test, int valueSize, int pipeline, int connections, int keys, long requests) {

    private static final int KEYS = 100_000;
    private static final int MIN_REQUESTS = 1000;
    /** Of larger values there are fewer, so that all of them together stay small beside the memory of a machine. */
    private static final int MAX_DATA = 64 << 20;

    static Workload of(String test, int pipeline, long requests) {
        return new Workload(test, 16, pipeline, 50, KEYS, requests);
    }

    Workload ofSize(int bytes) {
        return new Workload(test, bytes, pipeline, connections, Math.min(keys, MAX_DATA / bytes), requests);
    }

    Workload over(int clients) {
        return new Workload(test, valueSize, pipeline, clients, keys, requests);
    }

    Workload onOneKey() {
        return new Workload(test, valueSize, pipeline, connections, 0, requests);
    }

    Workload times(double factor) {
        return new Workload(test, valueSize, pipeline, connections, keys, Math.max(MIN_REQUESTS, (long) (requests * factor)));
    }

    /** Whether it is one of those by which servers are compared: many connections, many keys, small values. */
    boolean isUsual() {
        return valueSize == 16 && connections == 50 && keys > 0;
    }

    /** Whether it is about strings that are there before: without them, nothing of its size would be read or overwritten. */
    boolean isOnStrings() {
        return List.of("get", "set", "mset").contains(test);
    }

    /** Whether the data grows with each request. */
    boolean grows() {
        return test.equals("lpush");
    }

    /** Each value is overwritten some times, in no order, as in a store that has been in use for a while. */
    Workload before() {
        return new Workload("set", valueSize, 16, 50, keys, 5L * keyCount());
    }

    int keyCount() {
        return Math.max(1, keys);
    }

    /** A key as redis-benchmark spells it, which leaves its placeholder where there is only one. */
    String key(long number) {
        return keys == 0 ? "key:__rand_int__" : String.format("key:%012d", number);
    }

    String shortTitle() {
        return test.toUpperCase(Locale.ROOT) + ", pipeline " + pipeline;
    }

    String title() {
        String size = valueSize < 1024 ? valueSize + " B" : valueSize / 1024 + " KiB";
        return test.toUpperCase(Locale.ROOT) + ", " + size + ", pipeline " + pipeline + ", " + connections
                + (connections == 1 ? " connection" : " connections") + (keys == 0 ? ", one key" : "");
    }
}
