package io.quarkiverse.kvs;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The list of one key: {@link KeyValueStore#list}.
 * <p>
 * A view, which costs nothing to get and holds nothing: each call is a command on what the key holds at that instant. A key
 * that does not exist is an empty list, and a list that becomes empty is a key that does not exist. If the key holds something
 * else, a {@link KvsException} says WRONGTYPE. Places count from 0 at the first element, and backwards from -1 at the last.
 */
public interface StoredList {

    /**
     * LPUSH: adds elements at the front, one after the other, so that the last of them is the first afterwards.
     *
     * @return how many elements there are then
     */
    long addFirst(String... elements);

    /**
     * RPUSH: adds elements at the end.
     *
     * @return how many elements there are then
     */
    long addLast(String... elements);

    /** LPOP: takes the first element away; null if there is none. */
    @Nullable
    String removeFirst();

    /** RPOP: takes the last element away; null if there is none. */
    @Nullable
    String removeLast();

    /** LINDEX: the element at a place, or null. */
    @Nullable
    String get(long index);

    /**
     * LSET: replaces the element at a place.
     *
     * @throws KvsException if there is no such place
     */
    void set(long index, String element);

    /** LRANGE: the elements from one place to another, both included. */
    List<String> range(long first, long last);

    /** LTRIM: keeps only the elements from one place to another, both included. */
    void trim(long first, long last);

    /**
     * LREM: takes elements away that are the same as one.
     *
     * @param count how many at most, from the front; if negative, from the end; 0 for all
     * @return how many it were
     */
    long remove(long count, String element);

    /** LLEN: the number of elements. */
    long size();
}
