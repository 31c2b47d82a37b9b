package io.quarkiverse.kvs.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet;
import io.quarkiverse.kvs.runtime.store.FloatingPoint;

/** A sorted set by its commands. */
final class SortedSetView extends KeyView implements StoredSortedSet {

    SortedSetView(KeyValueStore store, String key) {
        super(store, key);
    }

    @Override
    public boolean add(String member, double score) {
        return call("ZADD", FloatingPoint.format(score), member).asLong() > 0;
    }

    @Override
    public double increment(String member, double by) {
        return call("ZINCRBY", FloatingPoint.format(by), member).asDouble();
    }

    @Override
    public long remove(String... members) {
        return members.length == 0 ? 0 : call("ZREM", members).asLong();
    }

    @Override
    public OptionalDouble score(String member) {
        Reply score = call("ZSCORE", member);
        return score.isNil() ? OptionalDouble.empty() : OptionalDouble.of(score.asDouble());
    }

    @Override
    public OptionalLong rank(String member) {
        Reply rank = call("ZRANK", member);
        return rank.isNil() ? OptionalLong.empty() : OptionalLong.of(rank.asLong());
    }

    @Override
    public List<Scored> range(long first, long last) {
        return scored(call("ZRANGE", Long.toString(first), Long.toString(last), "WITHSCORES"));
    }

    @Override
    public List<Scored> rangeByScore(double min, double max) {
        return scored(call("ZRANGE", FloatingPoint.format(min), FloatingPoint.format(max), "BYSCORE", "WITHSCORES"));
    }

    /** From pairs of their own, as RESP3 has them. */
    private static List<Scored> scored(Reply reply) {
        List<Scored> scored = new ArrayList<>();
        reply.asList().forEach(pair -> scored.add(one(pair.asList())));
        return scored;
    }

    private static Scored one(List<Reply> pair) {
        return pair.isEmpty() ? null : new Scored(pair.get(0).asString(), pair.get(1).asDouble());
    }

    @Override
    public Scored popMin() {
        return one(call("ZPOPMIN").asList());
    }

    @Override
    public Scored popMax() {
        return one(call("ZPOPMAX").asList());
    }

    @Override
    public long size() {
        return call("ZCARD").asLong();
    }
}
