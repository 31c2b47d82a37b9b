package io.quarkiverse.kvs.runtime.inprocess;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;

/** The commands of a hash. */
public final class HashCalls extends KeyCalls {

    public HashCalls(String key) {
        super(key);
    }

    public Call<String> get(String field) {
        return call(Reply::asString, "HGET", field);
    }

    public Call<List<String>> get(List<String> fields) {
        return fields.isEmpty() ? Call.known(List.of()) : call(KeyCalls::strings, "HMGET", fields.toArray(String[]::new));
    }

    public Call<Map<String, String>> all() {
        return call(HashCalls::fieldsAndValues, "HGETALL");
    }

    public Call<Boolean> set(String field, String value) {
        return call(KeyCalls::isPositive, "HSET", field, value);
    }

    public Call<Long> set(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return Call.known(0L);
        }
        String[] words = new String[fields.size() * 2];
        int at = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            words[at++] = field.getKey();
            words[at++] = field.getValue();
        }
        return call(Reply::asLong, "HSET", words);
    }

    public Call<Boolean> setIfAbsent(String field, String value) {
        return call(KeyCalls::isPositive, "HSETNX", field, value);
    }

    public Call<Long> increment(String field, long by) {
        return call(Reply::asLong, "HINCRBY", field, Long.toString(by));
    }

    public Call<Boolean> contains(String field) {
        return call(KeyCalls::isPositive, "HEXISTS", field);
    }

    public Call<Long> remove(String... fields) {
        return fields.length == 0 ? Call.known(0L) : call(Reply::asLong, "HDEL", fields);
    }

    public Call<List<String>> fields() {
        return call(KeyCalls::strings, "HKEYS");
    }

    public Call<Long> size() {
        return call(Reply::asLong, "HLEN");
    }

    private static Map<String, String> fieldsAndValues(Reply reply) {
        Map<String, String> all = new LinkedHashMap<>();
        reply.asMap().forEach((field, value) -> all.put(field.asString(), value.asString()));
        return all;
    }
}
