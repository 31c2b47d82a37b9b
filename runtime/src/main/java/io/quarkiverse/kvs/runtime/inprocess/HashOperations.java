package io.quarkiverse.kvs.runtime.inprocess;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;

/** The commands of a hash. */
public final class HashOperations extends KeyOperations {

    public HashOperations(String key) {
        super(key);
    }

    public TypedCommand<String> get(String field) {
        return call(Reply::asString, "HGET", field);
    }

    public TypedCommand<List<String>> get(List<String> fields) {
        return fields.isEmpty() ? TypedCommand.known(List.of())
                : call(KeyOperations::strings, "HMGET", fields.toArray(String[]::new));
    }

    public TypedCommand<Map<String, String>> all() {
        return call(HashOperations::fieldsAndValues, "HGETALL");
    }

    public TypedCommand<Boolean> set(String field, String value) {
        return call(KeyOperations::isPositive, "HSET", field, value);
    }

    public TypedCommand<Long> set(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return TypedCommand.known(0L);
        }
        String[] words = new String[fields.size() * 2];
        int at = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            words[at++] = field.getKey();
            words[at++] = field.getValue();
        }
        return call(Reply::asLong, "HSET", words);
    }

    public TypedCommand<Boolean> setIfAbsent(String field, String value) {
        return call(KeyOperations::isPositive, "HSETNX", field, value);
    }

    public TypedCommand<Long> increment(String field, long by) {
        return call(Reply::asLong, "HINCRBY", field, Long.toString(by));
    }

    public TypedCommand<Boolean> contains(String field) {
        return call(KeyOperations::isPositive, "HEXISTS", field);
    }

    public TypedCommand<Long> remove(String... fields) {
        return fields.length == 0 ? TypedCommand.known(0L) : call(Reply::asLong, "HDEL", fields);
    }

    public TypedCommand<List<String>> fields() {
        return call(KeyOperations::strings, "HKEYS");
    }

    public TypedCommand<Long> size() {
        return call(Reply::asLong, "HLEN");
    }

    private static Map<String, String> fieldsAndValues(Reply reply) {
        Map<String, String> all = new LinkedHashMap<>();
        reply.asMap().forEach((field, value) -> all.put(field.asString(), value.asString()));
        return all;
    }
}
