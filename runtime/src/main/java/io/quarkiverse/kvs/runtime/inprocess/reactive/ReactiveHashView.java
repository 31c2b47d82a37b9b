package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.ReactiveStoredHash;
import io.quarkiverse.kvs.runtime.inprocess.HashOperations;
import io.smallrye.mutiny.Uni;

/** A hash by its commands, for callers who do not wait. */
final class ReactiveHashView implements ReactiveStoredHash {

    private final ReactiveStore store;
    private final HashOperations operations;

    ReactiveHashView(ReactiveStore store, String key) {
        this.store = store;
        this.operations = new HashOperations(key);
    }

    @Override
    public Uni<String> get(String field) {
        return store.uni(operations.get(field));
    }

    @Override
    public Uni<List<String>> get(List<String> fields) {
        return store.uni(operations.get(fields));
    }

    @Override
    public Uni<Map<String, String>> all() {
        return store.uni(operations.all());
    }

    @Override
    public Uni<Boolean> set(String field, String value) {
        return store.uni(operations.set(field, value));
    }

    @Override
    public Uni<Long> set(Map<String, String> fields) {
        return store.uni(operations.set(fields));
    }

    @Override
    public Uni<Boolean> setIfAbsent(String field, String value) {
        return store.uni(operations.setIfAbsent(field, value));
    }

    @Override
    public Uni<Long> increment(String field, long by) {
        return store.uni(operations.increment(field, by));
    }

    @Override
    public Uni<Boolean> contains(String field) {
        return store.uni(operations.contains(field));
    }

    @Override
    public Uni<Long> remove(String... fields) {
        return store.uni(operations.remove(fields));
    }

    @Override
    public Uni<List<String>> fields() {
        return store.uni(operations.fields());
    }

    @Override
    public Uni<Long> size() {
        return store.uni(operations.size());
    }
}
