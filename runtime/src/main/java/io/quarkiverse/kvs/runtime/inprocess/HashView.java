package io.quarkiverse.kvs.runtime.inprocess;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredHash;

/** A hash by its commands. */
final class HashView extends KeyView implements StoredHash {

    HashView(CommandTarget target, byte[] key) {
        super(target, key);
    }

    @Override
    public String get(String field) {
        return text("HGET", field);
    }

    @Override
    public List<String> get(List<String> fields) {
        return fields.isEmpty() ? List.of() : ask(KeyView::strings, "HMGET", fields.toArray(String[]::new));
    }

    @Override
    public Map<String, String> all() {
        return ask(HashView::fieldsAndValues, "HGETALL");
    }

    @Override
    public boolean set(String field, String value) {
        return isPositive("HSET", field, value);
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
        return number("HSET", words);
    }

    @Override
    public boolean setIfAbsent(String field, String value) {
        return isPositive("HSETNX", field, value);
    }

    @Override
    public long increment(String field, long by) {
        return number("HINCRBY", field, Long.toString(by));
    }

    @Override
    public boolean contains(String field) {
        return isPositive("HEXISTS", field);
    }

    @Override
    public long remove(String... fields) {
        return fields.length == 0 ? 0 : number("HDEL", fields);
    }

    @Override
    public List<String> fields() {
        return ask(KeyView::strings, "HKEYS");
    }

    @Override
    public long size() {
        return number("HLEN");
    }

    private static Map<String, String> fieldsAndValues(Reply reply) {
        Map<String, String> all = new LinkedHashMap<>();
        reply.asMap().forEach((field, value) -> all.put(field.asString(), value.asString()));
        return all;
    }
}
