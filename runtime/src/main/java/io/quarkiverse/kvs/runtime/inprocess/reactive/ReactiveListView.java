package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.kvs.ReactiveStoredList;
import io.quarkiverse.kvs.runtime.inprocess.ListCalls;
import io.smallrye.mutiny.Uni;

/** A list by its commands, for callers who do not wait. */
final class ReactiveListView implements ReactiveStoredList {

    private final ReactiveStore store;
    private final ListCalls calls;

    ReactiveListView(ReactiveStore store, String key) {
        this.store = store;
        this.calls = new ListCalls(key);
    }

    @Override
    public Uni<Long> addFirst(String... elements) {
        return store.uni(calls.addFirst(elements));
    }

    @Override
    public Uni<Long> addLast(String... elements) {
        return store.uni(calls.addLast(elements));
    }

    @Override
    public Uni<String> removeFirst() {
        return store.uni(calls.removeFirst());
    }

    @Override
    public Uni<String> removeFirst(Duration timeout) {
        return store.uni(calls.removeFirst(timeout));
    }

    @Override
    public Uni<String> removeLast() {
        return store.uni(calls.removeLast());
    }

    @Override
    public Uni<String> removeLast(Duration timeout) {
        return store.uni(calls.removeLast(timeout));
    }

    @Override
    public Uni<String> get(long index) {
        return store.uni(calls.get(index));
    }

    @Override
    public Uni<Void> set(long index, String element) {
        return store.uni(calls.set(index, element));
    }

    @Override
    public Uni<List<String>> range(long first, long last) {
        return store.uni(calls.range(first, last));
    }

    @Override
    public Uni<Void> trim(long first, long last) {
        return store.uni(calls.trim(first, last));
    }

    @Override
    public Uni<Long> remove(long count, String element) {
        return store.uni(calls.remove(count, element));
    }

    @Override
    public Uni<Long> size() {
        return store.uni(calls.size());
    }
}
