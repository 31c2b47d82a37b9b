package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredList;

/** A list by its commands. */
final class ListView implements StoredList {

    private final KeyValueStore store;
    private final ListOperations operations;

    ListView(KeyValueStore store, String key) {
        this.store = store;
        this.operations = new ListOperations(key);
    }

    @Override
    public long addFirst(String... elements) {
        return operations.addFirst(elements).on(store);
    }

    @Override
    public long addLast(String... elements) {
        return operations.addLast(elements).on(store);
    }

    @Override
    public String removeFirst() {
        return operations.removeFirst().on(store);
    }

    @Override
    public String removeLast() {
        return operations.removeLast().on(store);
    }

    @Override
    public String get(long index) {
        return operations.get(index).on(store);
    }

    @Override
    public void set(long index, String element) {
        operations.set(index, element).on(store);
    }

    @Override
    public List<String> range(long first, long last) {
        return operations.range(first, last).on(store);
    }

    @Override
    public void trim(long first, long last) {
        operations.trim(first, last).on(store);
    }

    @Override
    public long remove(long count, String element) {
        return operations.remove(count, element).on(store);
    }

    @Override
    public long size() {
        return operations.size().on(store);
    }
}
