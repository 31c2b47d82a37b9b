package io.quarkiverse.kvs;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.smallrye.mutiny.Uni;

/**
 * The sorted set of one key, for reactive callers: {@link ReactiveKeyValueStore#sortedSet}. It does what {@link
 * StoredSortedSet} does, when and where {@link ReactiveKeyValueStore} says.
 */
public interface ReactiveStoredSortedSet {

    /**
     * ZADD: adds a member, or gives it another score.
     *
     * @return whether it is new
     */
    Uni<Boolean> add(String member, double score);

    /**
     * ZINCRBY: adds to the score of a member, which is 0 where there is none.
     *
     * @return the new score
     */
    Uni<Double> increment(String member, double by);

    /**
     * ZREM: removes members.
     *
     * @return how many there were
     */
    Uni<Long> remove(String... members);

    /** ZSCORE: the score of a member, if it is one. */
    Uni<OptionalDouble> score(String member);

    /** ZRANK: how many members are in front of a member, if it is one. */
    Uni<OptionalLong> rank(String member);

    /** ZRANGE: the members from one rank to another, both included. */
    Uni<List<Scored>> range(long first, long last);

    /** ZRANGE with BYSCORE: the members whose scores are from one to another, both included; either may be infinite. */
    Uni<List<Scored>> rangeByScore(double min, double max);

    /** ZPOPMIN: takes the member of the lowest score away; null if there is none. */
    Uni<@Nullable Scored> popMin();

    /**
     * BZPOPMIN: takes the member of the lowest score away, and waits for one if there is none. Who has waited longest is served
     * first.
     *
     * @param timeout how long to wait at most, in milliseconds, a fraction is rounded up; zero waits without a limit
     * @return null when that time is over
     * @throws IllegalArgumentException if the timeout is negative
     */
    Uni<@Nullable Scored> popMin(Duration timeout);

    /** ZPOPMAX: takes the member of the highest score away; null if there is none. */
    Uni<@Nullable Scored> popMax();

    /**
     * BZPOPMAX: takes the member of the highest score away, and waits for one if there is none. Who has waited longest is
     * served first.
     *
     * @param timeout how long to wait at most, in milliseconds, a fraction is rounded up; zero waits without a limit
     * @return null when that time is over
     * @throws IllegalArgumentException if the timeout is negative
     */
    Uni<@Nullable Scored> popMax(Duration timeout);

    /** ZCARD: the number of members. */
    Uni<Long> size();
}
