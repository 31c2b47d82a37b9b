package io.quarkiverse.kvs;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/**
 * The list of one key, for reactive callers: {@link ReactiveKeyValueStore#list}. It does what {@link StoredList}
 * does, when and where {@link ReactiveKeyValueStore} says.
 */
public interface ReactiveStoredList {

    /**
     * LPUSH: adds elements at the front, one after the other, so that the last of them is the first afterwards.
     *
     * @return how many elements there are then
     */
    Uni<Long> addFirst(String... elements);

    /**
     * RPUSH: adds elements at the end.
     *
     * @return how many elements there are then
     */
    Uni<Long> addLast(String... elements);

    /** LPOP: takes the first element away; null if there is none. */
    Uni<@Nullable String> removeFirst();

    /**
     * BLPOP: takes the first element away, and waits for one if there is none. Who has waited longest is served first.
     *
     * @param timeout how long to wait at most, in milliseconds, a fraction is rounded up; zero waits without a limit
     * @return null when that time is over
     * @throws IllegalArgumentException if the timeout is negative
     */
    Uni<@Nullable String> removeFirst(Duration timeout);

    /** RPOP: takes the last element away; null if there is none. */
    Uni<@Nullable String> removeLast();

    /**
     * BRPOP: takes the last element away, and waits for one if there is none. Who has waited longest is served first.
     *
     * @param timeout how long to wait at most, in milliseconds, a fraction is rounded up; zero waits without a limit
     * @return null when that time is over
     * @throws IllegalArgumentException if the timeout is negative
     */
    Uni<@Nullable String> removeLast(Duration timeout);

    /** LINDEX: the element at a place, or null. */
    Uni<@Nullable String> get(long index);

    /**
     * LSET: replaces the element at a place.
     *
     * @return fails with a {@link KvsException} if there is no such place
     */
    Uni<Void> set(long index, String element);

    /** LRANGE: the elements from one place to another, both included. */
    Uni<List<String>> range(long first, long last);

    /** LTRIM: keeps only the elements from one place to another, both included. */
    Uni<Void> trim(long first, long last);

    /**
     * LREM: takes elements away that are the same as one.
     *
     * @param count how many at most, from the front; if negative, from the end; 0 for all
     * @return how many it were
     */
    Uni<Long> remove(long count, String element);

    /** LLEN: the number of elements. */
    Uni<Long> size();
}
