package io.quarkiverse.kvs.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;

/** The commands of a hash. */
final class HashCalls extends KeyCalls {

    HashCalls(String key) {
        super(key);
    }

    Call<String> get(String field) {
        return call(Reply::asString, "HGET", field);
    }

    Call<List<String>> get(List<String> fields) {
        return fields.isEmpty() ? Call.known(List.of()) : call(KeyCalls::strings, "HMGET", fields.toArray(String[]::new));
    }

    Call<Map<String, String>> all() {
        return call(HashCalls::fieldsAndValues, "HGETALL");
    }

    Call<Boolean> set(String field, String value) {
        return call(KeyCalls::isPositive, "HSET", field, value);
    }

    Call<Long> set(Map<String, String> fields) {
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

    Call<Boolean> setIfAbsent(String field, String value) {
        return call(KeyCalls::isPositive, "HSETNX", field, value);
    }

    Call<Long> increment(String field, long by) {
        return call(Reply::asLong, "HINCRBY", field, Long.toString(by));
    }

    Call<Boolean> contains(String field) {
        return call(KeyCalls::isPositive, "HEXISTS", field);
    }

    Call<Long> remove(String... fields) {
        return fields.length == 0 ? Call.known(0L) : call(Reply::asLong, "HDEL", fields);
    }

    Call<List<String>> fields() {
        return call(KeyCalls::strings, "HKEYS");
    }

    Call<Long> size() {
        return call(Reply::asLong, "HLEN");
    }

    private static Map<String, String> fieldsAndValues(Reply reply) {
        Map<String, String> all = new LinkedHashMap<>();
        reply.asMap().forEach((field, value) -> all.put(field.asString(), value.asString()));
        return all;
    }
}
