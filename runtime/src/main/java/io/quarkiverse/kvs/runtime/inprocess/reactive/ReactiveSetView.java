package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.Set;

import io.quarkiverse.kvs.ReactiveStoredSet;
import io.quarkiverse.kvs.runtime.inprocess.SetCalls;
import io.smallrye.mutiny.Uni;

/** A set by its commands, for callers who do not wait. */
final class ReactiveSetView implements ReactiveStoredSet {

    private final ReactiveStore store;
    private final SetCalls calls;

    ReactiveSetView(ReactiveStore store, String key) {
        this.store = store;
        this.calls = new SetCalls(key);
    }

    @Override
    public Uni<Long> add(String... members) {
        return store.uni(calls.add(members));
    }

    @Override
    public Uni<Long> remove(String... members) {
        return store.uni(calls.remove(members));
    }

    @Override
    public Uni<Boolean> contains(String member) {
        return store.uni(calls.contains(member));
    }

    @Override
    public Uni<Set<String>> members() {
        return store.uni(calls.members());
    }

    @Override
    public Uni<String> random() {
        return store.uni(calls.random());
    }

    @Override
    public Uni<String> pop() {
        return store.uni(calls.pop());
    }

    @Override
    public Uni<Long> size() {
        return store.uni(calls.size());
    }
}
