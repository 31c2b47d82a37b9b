package io.quarkiverse.kvs;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/**
 * The hash of one key, for reactive callers: {@link ReactiveKeyValueStore#hash}. It does what {@link StoredHash}
 * does, when and where {@link ReactiveKeyValueStore} says.
 */
public interface ReactiveStoredHash {

    /** HGET: the value of a field, or null. */
    Uni<@Nullable String> get(String field);

    /** HMGET: the values of fields, in the same order, null where there is none. */
    Uni<List<@Nullable String>> get(List<String> fields);

    /** HGETALL: all fields with their values. */
    Uni<Map<String, String>> all();

    /**
     * HSET: sets a field.
     *
     * @return whether it is new
     */
    Uni<Boolean> set(String field, String value);

    /**
     * HSET: sets fields, all at once.
     *
     * @return how many of them are new
     */
    Uni<Long> set(Map<String, String> fields);

    /**
     * HSETNX: sets a field that does not exist.
     *
     * @return whether it was set
     */
    Uni<Boolean> setIfAbsent(String field, String value);

    /**
     * HINCRBY: adds to the integer in a field, which is 0 where there is none.
     *
     * @return the sum
     */
    Uni<Long> increment(String field, long by);

    /** HEXISTS: whether there is a field. */
    Uni<Boolean> contains(String field);

    /**
     * HDEL: deletes fields.
     *
     * @return how many there were
     */
    Uni<Long> remove(String... fields);

    /** HKEYS: the names of all fields. */
    Uni<List<String>> fields();

    /** HLEN: the number of fields. */
    Uni<Long> size();
}
