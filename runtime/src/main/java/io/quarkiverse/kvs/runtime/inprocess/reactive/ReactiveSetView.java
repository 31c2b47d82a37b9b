package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.Set;

import io.quarkiverse.kvs.ReactiveStoredSet;
import io.quarkiverse.kvs.runtime.inprocess.SetOperations;
import io.smallrye.mutiny.Uni;

/** A set by its commands, for callers who do not wait. */
final class ReactiveSetView implements ReactiveStoredSet {

    private final ReactiveStore store;
    private final SetOperations operations;

    ReactiveSetView(ReactiveStore store, String key) {
        this.store = store;
        this.operations = new SetOperations(key);
    }

    @Override
    public Uni<Long> add(String... members) {
        return store.uni(operations.add(members));
    }

    @Override
    public Uni<Long> remove(String... members) {
        return store.uni(operations.remove(members));
    }

    @Override
    public Uni<Boolean> contains(String member) {
        return store.uni(operations.contains(member));
    }

    @Override
    public Uni<Set<String>> members() {
        return store.uni(operations.members());
    }

    @Override
    public Uni<String> random() {
        return store.uni(operations.random());
    }

    @Override
    public Uni<String> pop() {
        return store.uni(operations.pop());
    }

    @Override
    public Uni<Long> size() {
        return store.uni(operations.size());
    }
}
