package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.ReactiveStoredSortedSet;
import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.quarkiverse.kvs.runtime.inprocess.SortedSetOperations;
import io.smallrye.mutiny.Uni;

/** A sorted set by its commands, for callers who do not wait. */
final class ReactiveSortedSetView implements ReactiveStoredSortedSet {

    private final ReactiveStore store;
    private final SortedSetOperations operations;

    ReactiveSortedSetView(ReactiveStore store, String key) {
        this.store = store;
        this.operations = new SortedSetOperations(key);
    }

    @Override
    public Uni<Boolean> add(String member, double score) {
        return store.uni(operations.add(member, score));
    }

    @Override
    public Uni<Double> increment(String member, double by) {
        return store.uni(operations.increment(member, by));
    }

    @Override
    public Uni<Long> remove(String... members) {
        return store.uni(operations.remove(members));
    }

    @Override
    public Uni<OptionalDouble> score(String member) {
        return store.uni(operations.score(member));
    }

    @Override
    public Uni<OptionalLong> rank(String member) {
        return store.uni(operations.rank(member));
    }

    @Override
    public Uni<List<Scored>> range(long first, long last) {
        return store.uni(operations.range(first, last));
    }

    @Override
    public Uni<List<Scored>> rangeByScore(double min, double max) {
        return store.uni(operations.rangeByScore(min, max));
    }

    @Override
    public Uni<Scored> popMin() {
        return store.uni(operations.popMin());
    }

    @Override
    public Uni<Scored> popMin(Duration timeout) {
        return store.uni(operations.popMin(timeout));
    }

    @Override
    public Uni<Scored> popMax() {
        return store.uni(operations.popMax());
    }

    @Override
    public Uni<Scored> popMax(Duration timeout) {
        return store.uni(operations.popMax(timeout));
    }

    @Override
    public Uni<Long> size() {
        return store.uni(operations.size());
    }
}
