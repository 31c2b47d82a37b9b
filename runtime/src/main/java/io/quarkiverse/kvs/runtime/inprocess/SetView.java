package io.quarkiverse.kvs.runtime.inprocess;

import java.util.Set;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredSet;

/** A set by its commands. */
final class SetView implements StoredSet {

    private final KeyValueStore store;
    private final SetCalls calls;

    SetView(KeyValueStore store, String key) {
        this.store = store;
        this.calls = new SetCalls(key);
    }

    @Override
    public long add(String... members) {
        return calls.add(members).on(store);
    }

    @Override
    public long remove(String... members) {
        return calls.remove(members).on(store);
    }

    @Override
    public boolean contains(String member) {
        return calls.contains(member).on(store);
    }

    @Override
    public Set<String> members() {
        return calls.members().on(store);
    }

    @Override
    public String random() {
        return calls.random().on(store);
    }

    @Override
    public String pop() {
        return calls.pop().on(store);
    }

    @Override
    public long size() {
        return calls.size().on(store);
    }
}
