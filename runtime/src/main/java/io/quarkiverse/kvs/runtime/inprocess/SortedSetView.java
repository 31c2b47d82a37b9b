package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredSortedSet;

/** A sorted set by its commands. */
final class SortedSetView implements StoredSortedSet {

    private final KeyValueStore store;
    private final SortedSetCalls calls;

    SortedSetView(KeyValueStore store, String key) {
        this.store = store;
        this.calls = new SortedSetCalls(key);
    }

    @Override
    public boolean add(String member, double score) {
        return calls.add(member, score).on(store);
    }

    @Override
    public double increment(String member, double by) {
        return calls.increment(member, by).on(store);
    }

    @Override
    public long remove(String... members) {
        return calls.remove(members).on(store);
    }

    @Override
    public OptionalDouble score(String member) {
        return calls.score(member).on(store);
    }

    @Override
    public OptionalLong rank(String member) {
        return calls.rank(member).on(store);
    }

    @Override
    public List<Scored> range(long first, long last) {
        return calls.range(first, last).on(store);
    }

    @Override
    public List<Scored> rangeByScore(double min, double max) {
        return calls.rangeByScore(min, max).on(store);
    }

    @Override
    public Scored popMin() {
        return calls.popMin().on(store);
    }

    @Override
    public Scored popMax() {
        return calls.popMax().on(store);
    }

    @Override
    public long size() {
        return calls.size().on(store);
    }
}
