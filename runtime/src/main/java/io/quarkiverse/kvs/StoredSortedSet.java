package io.quarkiverse.kvs;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * The sorted set of one key: {@link KeyValueStore#sortedSet}. Members are in the order of their scores; those of the same score
 * in the order of their bytes.
 * <p>
 * A view, which costs nothing to get and holds nothing: each call is a command on what the key holds at that
 * instant. A key that does not exist is an empty sorted set, and one that becomes empty is a key that does not
 * exist. If the key holds something else, a {@link KvsException} says WRONGTYPE. Ranks count from 0 at the lowest
 * score, and backwards from -1 at the highest.
 */
public interface StoredSortedSet {

    /** A member with its score. */
    record Scored(String member, double score) {
    }

    /**
     * ZADD: adds a member, or gives it another score.
     *
     * @return whether it is new
     */
    boolean add(String member, double score);

    /**
     * ZINCRBY: adds to the score of a member, which is 0 where there is none.
     *
     * @return the new score
     */
    double increment(String member, double by);

    /**
     * ZREM: removes members.
     *
     * @return how many there were
     */
    long remove(String... members);

    /** ZSCORE: the score of a member, if it is one. */
    OptionalDouble score(String member);

    /** ZRANK: how many members are in front of a member, if it is one. */
    OptionalLong rank(String member);

    /** ZRANGE: the members from one rank to another, both included. */
    List<Scored> range(long first, long last);

    /** ZRANGE with BYSCORE: the members whose scores are from one to another, both included; either may be infinite. */
    List<Scored> rangeByScore(double min, double max);

    /** ZPOPMIN: takes the member of the lowest score away; null if there is none. */
    @Nullable
    Scored popMin();

    /** ZPOPMAX: takes the member of the highest score away; null if there is none. */
    @Nullable
    Scored popMax();

    /** ZCARD: the number of members. */
    long size();
}
