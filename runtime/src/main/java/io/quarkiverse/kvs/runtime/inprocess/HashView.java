package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredHash;

/** A hash by its commands. */
final class HashView implements StoredHash {

    private final KeyValueStore store;
    private final HashCalls calls;

    HashView(KeyValueStore store, String key) {
        this.store = store;
        this.calls = new HashCalls(key);
    }

    @Override
    public String get(String field) {
        return calls.get(field).on(store);
    }

    @Override
    public List<String> get(List<String> fields) {
        return calls.get(fields).on(store);
    }

    @Override
    public Map<String, String> all() {
        return calls.all().on(store);
    }

    @Override
    public boolean set(String field, String value) {
        return calls.set(field, value).on(store);
    }

    @Override
    public long set(Map<String, String> fields) {
        return calls.set(fields).on(store);
    }

    @Override
    public boolean setIfAbsent(String field, String value) {
        return calls.setIfAbsent(field, value).on(store);
    }

    @Override
    public long increment(String field, long by) {
        return calls.increment(field, by).on(store);
    }

    @Override
    public boolean contains(String field) {
        return calls.contains(field).on(store);
    }

    @Override
    public long remove(String... fields) {
        return calls.remove(fields).on(store);
    }

    @Override
    public List<String> fields() {
        return calls.fields().on(store);
    }

    @Override
    public long size() {
        return calls.size().on(store);
    }
}
