package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredSortedSet;

/** A sorted set by its commands. */
final class SortedSetView implements StoredSortedSet {

    private final KeyValueStore store;
    private final SortedSetOperations operations;

    SortedSetView(KeyValueStore store, String key) {
        this.store = store;
        this.operations = new SortedSetOperations(key);
    }

    @Override
    public boolean add(String member, double score) {
        return operations.add(member, score).on(store);
    }

    @Override
    public double increment(String member, double by) {
        return operations.increment(member, by).on(store);
    }

    @Override
    public long remove(String... members) {
        return operations.remove(members).on(store);
    }

    @Override
    public OptionalDouble score(String member) {
        return operations.score(member).on(store);
    }

    @Override
    public OptionalLong rank(String member) {
        return operations.rank(member).on(store);
    }

    @Override
    public List<Scored> range(long first, long last) {
        return operations.range(first, last).on(store);
    }

    @Override
    public List<Scored> rangeByScore(double min, double max) {
        return operations.rangeByScore(min, max).on(store);
    }

    @Override
    public Scored popMin() {
        return operations.popMin().on(store);
    }

    @Override
    public Scored popMax() {
        return operations.popMax().on(store);
    }

    @Override
    public long size() {
        return operations.size().on(store);
    }
}
