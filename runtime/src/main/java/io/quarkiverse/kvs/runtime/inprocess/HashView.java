package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredHash;

/** A hash by its commands. */
final class HashView implements StoredHash {

    private final KeyValueStore store;
    private final HashOperations operations;

    HashView(KeyValueStore store, String key) {
        this.store = store;
        this.operations = new HashOperations(key);
    }

    @Override
    public String get(String field) {
        return operations.get(field).on(store);
    }

    @Override
    public List<String> get(List<String> fields) {
        return operations.get(fields).on(store);
    }

    @Override
    public Map<String, String> all() {
        return operations.all().on(store);
    }

    @Override
    public boolean set(String field, String value) {
        return operations.set(field, value).on(store);
    }

    @Override
    public long set(Map<String, String> fields) {
        return operations.set(fields).on(store);
    }

    @Override
    public boolean setIfAbsent(String field, String value) {
        return operations.setIfAbsent(field, value).on(store);
    }

    @Override
    public long increment(String field, long by) {
        return operations.increment(field, by).on(store);
    }

    @Override
    public boolean contains(String field) {
        return operations.contains(field).on(store);
    }

    @Override
    public long remove(String... fields) {
        return operations.remove(fields).on(store);
    }

    @Override
    public List<String> fields() {
        return operations.fields().on(store);
    }

    @Override
    public long size() {
        return operations.size().on(store);
    }
}
