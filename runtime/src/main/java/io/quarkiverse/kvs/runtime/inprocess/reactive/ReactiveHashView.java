package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.ReactiveStoredHash;
import io.quarkiverse.kvs.runtime.inprocess.HashCalls;
import io.smallrye.mutiny.Uni;

/** A hash by its commands, for callers who do not wait. */
final class ReactiveHashView implements ReactiveStoredHash {

    private final ReactiveStore store;
    private final HashCalls calls;

    ReactiveHashView(ReactiveStore store, String key) {
        this.store = store;
        this.calls = new HashCalls(key);
    }

    @Override
    public Uni<String> get(String field) {
        return store.uni(calls.get(field));
    }

    @Override
    public Uni<List<String>> get(List<String> fields) {
        return store.uni(calls.get(fields));
    }

    @Override
    public Uni<Map<String, String>> all() {
        return store.uni(calls.all());
    }

    @Override
    public Uni<Boolean> set(String field, String value) {
        return store.uni(calls.set(field, value));
    }

    @Override
    public Uni<Long> set(Map<String, String> fields) {
        return store.uni(calls.set(fields));
    }

    @Override
    public Uni<Boolean> setIfAbsent(String field, String value) {
        return store.uni(calls.setIfAbsent(field, value));
    }

    @Override
    public Uni<Long> increment(String field, long by) {
        return store.uni(calls.increment(field, by));
    }

    @Override
    public Uni<Boolean> contains(String field) {
        return store.uni(calls.contains(field));
    }

    @Override
    public Uni<Long> remove(String... fields) {
        return store.uni(calls.remove(fields));
    }

    @Override
    public Uni<List<String>> fields() {
        return store.uni(calls.fields());
    }

    @Override
    public Uni<Long> size() {
        return store.uni(calls.size());
    }
}
