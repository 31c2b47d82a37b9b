package io.quarkiverse.kvs.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredHash;

/** A hash by its commands. */
final class HashView extends KeyView implements StoredHash {

    HashView(KeyValueStore store, String key) {
        super(store, key);
    }

    @Override
    public String get(String field) {
        return call("HGET", field).asString();
    }

    @Override
    public List<String> get(List<String> fields) {
        return fields.isEmpty() ? List.of() : strings(callAll("HMGET", fields));
    }

    @Override
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        ((Reply.Pairs) call("HGETALL")).entries().forEach((field, value) -> all.put(field.asString(), value.asString()));
        return all;
    }

    @Override
    public boolean set(String field, String value) {
        return call("HSET", field, value).asLong() > 0;
    }

    @Override
    public long set(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return 0;
        }
        String[] words = new String[fields.size() * 2];
        int at = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            words[at++] = field.getKey();
            words[at++] = field.getValue();
        }
        return call("HSET", words).asLong();
    }

    @Override
    public boolean setIfAbsent(String field, String value) {
        return call("HSETNX", field, value).asLong() > 0;
    }

    @Override
    public long increment(String field, long by) {
        return call("HINCRBY", field, Long.toString(by)).asLong();
    }

    @Override
    public boolean contains(String field) {
        return call("HEXISTS", field).asLong() > 0;
    }

    @Override
    public long remove(String... fields) {
        return fields.length == 0 ? 0 : call("HDEL", fields).asLong();
    }

    @Override
    public List<String> fields() {
        return strings(call("HKEYS"));
    }

    @Override
    public long size() {
        return call("HLEN").asLong();
    }
}
