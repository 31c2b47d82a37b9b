package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredList;

/** A list by its commands. */
final class ListView implements StoredList {

    private final KeyValueStore store;
    private final ListCalls calls;

    ListView(KeyValueStore store, String key) {
        this.store = store;
        this.calls = new ListCalls(key);
    }

    @Override
    public long addFirst(String... elements) {
        return calls.addFirst(elements).on(store);
    }

    @Override
    public long addLast(String... elements) {
        return calls.addLast(elements).on(store);
    }

    @Override
    public String removeFirst() {
        return calls.removeFirst().on(store);
    }

    @Override
    public String removeLast() {
        return calls.removeLast().on(store);
    }

    @Override
    public String get(long index) {
        return calls.get(index).on(store);
    }

    @Override
    public void set(long index, String element) {
        calls.set(index, element).on(store);
    }

    @Override
    public List<String> range(long first, long last) {
        return calls.range(first, last).on(store);
    }

    @Override
    public void trim(long first, long last) {
        calls.trim(first, last).on(store);
    }

    @Override
    public long remove(long count, String element) {
        return calls.remove(count, element).on(store);
    }

    @Override
    public long size() {
        return calls.size().on(store);
    }
}
