package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.kvs.ReactiveStoredList;
import io.quarkiverse.kvs.runtime.inprocess.ListOperations;
import io.smallrye.mutiny.Uni;

/** A list by its commands, for callers who do not wait. */
final class ReactiveListView implements ReactiveStoredList {

    private final ReactiveStore store;
    private final ListOperations operations;

    ReactiveListView(ReactiveStore store, String key) {
        this.store = store;
        this.operations = new ListOperations(key);
    }

    @Override
    public Uni<Long> addFirst(String... elements) {
        return store.uni(operations.addFirst(elements));
    }

    @Override
    public Uni<Long> addLast(String... elements) {
        return store.uni(operations.addLast(elements));
    }

    @Override
    public Uni<String> removeFirst() {
        return store.uni(operations.removeFirst());
    }

    @Override
    public Uni<String> removeFirst(Duration timeout) {
        return store.uni(operations.removeFirst(timeout));
    }

    @Override
    public Uni<String> removeLast() {
        return store.uni(operations.removeLast());
    }

    @Override
    public Uni<String> removeLast(Duration timeout) {
        return store.uni(operations.removeLast(timeout));
    }

    @Override
    public Uni<String> get(long index) {
        return store.uni(operations.get(index));
    }

    @Override
    public Uni<Void> set(long index, String element) {
        return store.uni(operations.set(index, element));
    }

    @Override
    public Uni<List<String>> range(long first, long last) {
        return store.uni(operations.range(first, last));
    }

    @Override
    public Uni<Void> trim(long first, long last) {
        return store.uni(operations.trim(first, last));
    }

    @Override
    public Uni<Long> remove(long count, String element) {
        return store.uni(operations.remove(count, element));
    }

    @Override
    public Uni<Long> size() {
        return store.uni(operations.size());
    }
}
