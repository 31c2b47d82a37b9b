package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.ReactiveStoredSortedSet;
import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.quarkiverse.kvs.runtime.inprocess.SortedSetCalls;
import io.smallrye.mutiny.Uni;

/** A sorted set by its commands, for callers who do not wait. */
final class ReactiveSortedSetView implements ReactiveStoredSortedSet {

    private final ReactiveStore store;
    private final SortedSetCalls calls;

    ReactiveSortedSetView(ReactiveStore store, String key) {
        this.store = store;
        this.calls = new SortedSetCalls(key);
    }

    @Override
    public Uni<Boolean> add(String member, double score) {
        return store.uni(calls.add(member, score));
    }

    @Override
    public Uni<Double> increment(String member, double by) {
        return store.uni(calls.increment(member, by));
    }

    @Override
    public Uni<Long> remove(String... members) {
        return store.uni(calls.remove(members));
    }

    @Override
    public Uni<OptionalDouble> score(String member) {
        return store.uni(calls.score(member));
    }

    @Override
    public Uni<OptionalLong> rank(String member) {
        return store.uni(calls.rank(member));
    }

    @Override
    public Uni<List<Scored>> range(long first, long last) {
        return store.uni(calls.range(first, last));
    }

    @Override
    public Uni<List<Scored>> rangeByScore(double min, double max) {
        return store.uni(calls.rangeByScore(min, max));
    }

    @Override
    public Uni<Scored> popMin() {
        return store.uni(calls.popMin());
    }

    @Override
    public Uni<Scored> popMin(Duration timeout) {
        return store.uni(calls.popMin(timeout));
    }

    @Override
    public Uni<Scored> popMax() {
        return store.uni(calls.popMax());
    }

    @Override
    public Uni<Scored> popMax(Duration timeout) {
        return store.uni(calls.popMax(timeout));
    }

    @Override
    public Uni<Long> size() {
        return store.uni(calls.size());
    }
}
