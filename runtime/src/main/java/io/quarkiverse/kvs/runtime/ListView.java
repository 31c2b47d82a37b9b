package io.quarkiverse.kvs.runtime;

import java.util.List;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredList;

/** A list by its commands. */
final class ListView extends KeyView implements StoredList {

    ListView(KeyValueStore store, String key) {
        super(store, key);
    }

    @Override
    public long addFirst(String... elements) {
        return elements.length == 0 ? size() : call("LPUSH", elements).asLong();
    }

    @Override
    public long addLast(String... elements) {
        return elements.length == 0 ? size() : call("RPUSH", elements).asLong();
    }

    @Override
    public String removeFirst() {
        return call("LPOP").asString();
    }

    @Override
    public String removeLast() {
        return call("RPOP").asString();
    }

    @Override
    public String get(long index) {
        return call("LINDEX", Long.toString(index)).asString();
    }

    @Override
    public void set(long index, String element) {
        call("LSET", Long.toString(index), element);
    }

    @Override
    public List<String> range(long first, long last) {
        return strings(call("LRANGE", Long.toString(first), Long.toString(last)));
    }

    @Override
    public void trim(long first, long last) {
        call("LTRIM", Long.toString(first), Long.toString(last));
    }

    @Override
    public long remove(long count, String element) {
        return call("LREM", Long.toString(count), element).asLong();
    }

    @Override
    public long size() {
        return call("LLEN").asLong();
    }
}
