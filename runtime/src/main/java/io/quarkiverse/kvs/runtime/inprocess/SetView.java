package io.quarkiverse.kvs.runtime.inprocess;

import java.util.Set;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredSet;

/** A set by its commands. */
final class SetView implements StoredSet {

    private final KeyValueStore store;
    private final SetOperations operations;

    SetView(KeyValueStore store, String key) {
        this.store = store;
        this.operations = new SetOperations(key);
    }

    @Override
    public long add(String... members) {
        return operations.add(members).on(store);
    }

    @Override
    public long remove(String... members) {
        return operations.remove(members).on(store);
    }

    @Override
    public boolean contains(String member) {
        return operations.contains(member).on(store);
    }

    @Override
    public Set<String> members() {
        return operations.members().on(store);
    }

    @Override
    public String random() {
        return operations.random().on(store);
    }

    @Override
    public String pop() {
        return operations.pop().on(store);
    }

    @Override
    public long size() {
        return operations.size().on(store);
    }
}
