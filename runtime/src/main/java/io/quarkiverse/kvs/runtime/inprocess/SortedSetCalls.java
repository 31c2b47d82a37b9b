package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.quarkiverse.kvs.runtime.store.FloatingPoint;

/** The commands of a sorted set. */
public final class SortedSetCalls extends KeyCalls {

    public SortedSetCalls(String key) {
        super(key);
    }

    public Call<Boolean> add(String member, double score) {
        return call(KeyCalls::isPositive, "ZADD", FloatingPoint.format(score), member);
    }

    public Call<Double> increment(String member, double by) {
        return call(Reply::asDouble, "ZINCRBY", FloatingPoint.format(by), member);
    }

    public Call<Long> remove(String... members) {
        return members.length == 0 ? Call.known(0L) : call(Reply::asLong, "ZREM", members);
    }

    public Call<OptionalDouble> score(String member) {
        return call(score -> score.isNil() ? OptionalDouble.empty() : OptionalDouble.of(score.asDouble()), "ZSCORE", member);
    }

    public Call<OptionalLong> rank(String member) {
        return call(rank -> rank.isNil() ? OptionalLong.empty() : OptionalLong.of(rank.asLong()), "ZRANK", member);
    }

    public Call<List<Scored>> range(long first, long last) {
        return call(SortedSetCalls::scored, "ZRANGE", Long.toString(first), Long.toString(last), "WITHSCORES");
    }

    public Call<List<Scored>> rangeByScore(double min, double max) {
        return call(SortedSetCalls::scored, "ZRANGE", FloatingPoint.format(min), FloatingPoint.format(max), "BYSCORE",
                "WITHSCORES");
    }

    public Call<Scored> popMin() {
        return call(SortedSetCalls::one, "ZPOPMIN");
    }

    public Call<Scored> popMin(Duration timeout) {
        return call(SortedSetCalls::oneWithKey, "BZPOPMIN", BlockingTimeout.seconds(timeout));
    }

    public Call<Scored> popMax() {
        return call(SortedSetCalls::one, "ZPOPMAX");
    }

    public Call<Scored> popMax(Duration timeout) {
        return call(SortedSetCalls::oneWithKey, "BZPOPMAX", BlockingTimeout.seconds(timeout));
    }

    public Call<Long> size() {
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
