package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/** The commands of a sorted set. */
public final class SortedSetOperations extends KeyOperations {

    public SortedSetOperations(String key) {
        super(key);
    }

    public TypedCommand<Boolean> add(String member, double score) {
        return call(KeyOperations::isPositive, "ZADD", FloatingPoint.format(score), member);
    }

    public TypedCommand<Double> increment(String member, double by) {
        return call(Reply::asDouble, "ZINCRBY", FloatingPoint.format(by), member);
    }

    public TypedCommand<Long> remove(String... members) {
        return members.length == 0 ? TypedCommand.known(0L) : call(Reply::asLong, "ZREM", members);
    }

    public TypedCommand<OptionalDouble> score(String member) {
        return call(score -> score.isNil() ? OptionalDouble.empty() : OptionalDouble.of(score.asDouble()), "ZSCORE", member);
    }

    public TypedCommand<OptionalLong> rank(String member) {
        return call(rank -> rank.isNil() ? OptionalLong.empty() : OptionalLong.of(rank.asLong()), "ZRANK", member);
    }

    public TypedCommand<List<Scored>> range(long first, long last) {
        return call(SortedSetOperations::scored, "ZRANGE", Long.toString(first), Long.toString(last), "WITHSCORES");
    }

    public TypedCommand<List<Scored>> rangeByScore(double min, double max) {
        return call(SortedSetOperations::scored, "ZRANGE", FloatingPoint.format(min), FloatingPoint.format(max), "BYSCORE",
                "WITHSCORES");
    }

    public TypedCommand<Scored> popMin() {
        return call(SortedSetOperations::one, "ZPOPMIN");
    }

    public TypedCommand<Scored> popMin(Duration timeout) {
        return call(SortedSetOperations::oneWithKey, "BZPOPMIN", BlockingTimeout.seconds(timeout));
    }

    public TypedCommand<Scored> popMax() {
        return call(SortedSetOperations::one, "ZPOPMAX");
    }

    public TypedCommand<Scored> popMax(Duration timeout) {
        return call(SortedSetOperations::oneWithKey, "BZPOPMAX", BlockingTimeout.seconds(timeout));
    }

    public TypedCommand<Long> size() {
        return call(Reply::asLong, "ZCARD");
    }

    /** From pairs of their own, as RESP3 has them. */
    private static List<Scored> scored(Reply reply) {
        List<Scored> scored = new ArrayList<>();
        reply.asList().forEach(pair -> scored.add(one(pair)));
        return scored;
    }

    private static Scored one(Reply reply) {
        List<Reply> pair = reply.asList();
        return pair.isEmpty() ? null : new Scored(pair.get(0).asString(), pair.get(1).asDouble());
    }

    /** What comes with the key it was found at. */
    private static Scored oneWithKey(Reply reply) {
        if (reply.isNil()) {
            return null;
        }
        List<Reply> found = reply.asList();
        return new Scored(found.get(1).asString(), found.get(2).asDouble());
    }
}
