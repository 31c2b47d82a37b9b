package io.quarkiverse.kvs;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The hash of one key: {@link KeyValueStore#hash}.
 * <p>
 * A view, which costs nothing to get and holds nothing: each call is a command on what the key holds at that instant. A key
 * that does not exist is an empty hash, and a hash that becomes empty is a key that does not exist. If the key holds something
 * else, a {@link KvsException} says WRONGTYPE.
 */
public interface StoredHash {

    /** HGET: the value of a field, or null. */
    @Nullable
    String get(String field);

    /** HMGET: the values of fields, in the same order, null where there is none. */
    List<@Nullable String> get(List<String> fields);

    /** HGETALL: all fields with their values. */
    Map<String, String> all();

    /**
     * HSET: sets a field.
     *
     * @return whether it is new
     */
    boolean set(String field, String value);

    /**
     * HSET: sets fields, all at once.
     *
     * @return how many of them are new
     */
    long set(Map<String, String> fields);

    /**
     * HSETNX: sets a field that does not exist.
     *
     * @return whether it was set
     */
    boolean setIfAbsent(String field, String value);

    /**
     * HINCRBY: adds to the integer in a field, which is 0 where there is none.
     *
     * @return the sum
     */
    long increment(String field, long by);

    /** HEXISTS: whether there is a field. */
    boolean contains(String field);

    /**
     * HDEL: deletes fields.
     *
     * @return how many there were
     */
    long remove(String... fields);

    /** HKEYS: the names of all fields. */
    List<String> fields();

    /** HLEN: the number of fields. */
    long size();
}
