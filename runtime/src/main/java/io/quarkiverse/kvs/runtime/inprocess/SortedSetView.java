package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/** A sorted set by its commands. */
final class SortedSetView extends KeyView implements StoredSortedSet {

    SortedSetView(CommandTarget target, byte[] key) {
        super(target, key);
    }

    @Override
    public boolean add(String member, double score) {
        return isPositive("ZADD", FloatingPoint.format(score), member);
    }

    @Override
    public double increment(String member, double by) {
        return decimal("ZINCRBY", FloatingPoint.format(by), member);
    }

    @Override
    public long remove(String... members) {
        return members.length == 0 ? 0 : number("ZREM", members);
    }

    @Override
    public OptionalDouble score(String member) {
        return ask(score -> score.isNil() ? OptionalDouble.empty() : OptionalDouble.of(score.asDouble()), "ZSCORE", member);
    }

    @Override
    public OptionalLong rank(String member) {
        return ask(rank -> rank.isNil() ? OptionalLong.empty() : OptionalLong.of(rank.asLong()), "ZRANK", member);
    }

    @Override
    public List<Scored> range(long first, long last) {
        return ask(SortedSetView::scored, "ZRANGE", Long.toString(first), Long.toString(last), "WITHSCORES");
    }

    @Override
    public List<Scored> rangeByScore(double min, double max) {
        return ask(SortedSetView::scored, "ZRANGE", FloatingPoint.format(min), FloatingPoint.format(max), "BYSCORE",
                "WITHSCORES");
    }

    @Override
    public Scored popMin() {
        return ask(SortedSetView::one, "ZPOPMIN");
    }

    /** For callers who do not block. */
    public Scored popMin(Duration timeout) {
        return ask(SortedSetView::oneWithKey, "BZPOPMIN", BlockingTimeout.seconds(timeout));
    }

    @Override
    public Scored popMax() {
        return ask(SortedSetView::one, "ZPOPMAX");
    }

    /** For callers who do not block. */
    public Scored popMax(Duration timeout) {
        return ask(SortedSetView::oneWithKey, "BZPOPMAX", BlockingTimeout.seconds(timeout));
    }

    @Override
    public long size() {
        return number("ZCARD");
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
