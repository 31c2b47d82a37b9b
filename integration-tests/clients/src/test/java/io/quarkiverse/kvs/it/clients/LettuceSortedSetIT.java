package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.KvsServerExtension.awaitBlocked;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.PATIENCE;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.assertWrongType;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.join;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ZAddArgs;
import io.lettuce.core.ZAggregateArgs;
import io.lettuce.core.ZPopArgs;
import io.lettuce.core.ZStoreArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;

/** Sorted sets with Lettuce. */
@SuppressWarnings("unchecked") // Lettuce takes arrays of a generic type.
class LettuceSortedSetIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    private static ScoredValue<String> scored(double score, String value) {
        return ScoredValue.just(score, value);
    }

    @EachProtocol
    void scores(RedisCommands<String, String> redis) {
        assertThat(redis.zadd("z", scored(1, "a"), scored(2, "b"))).isEqualTo(2);
        assertThat(redis.zadd("z", ZAddArgs.Builder.gt().ch(), scored(0, "a"), scored(3, "b"))).isEqualTo(1);
        assertThat(redis.zaddincr("z", 0.5, "a")).isEqualTo(1.5);
        assertThat(redis.zaddincr("z", ZAddArgs.Builder.nx(), 5, "a")).isNull();
        assertThat(redis.zincrby("z", -0.25, "b")).isEqualTo(2.75);
        assertThat(redis.zscore("z", "b")).isEqualTo(2.75);
        assertThat(redis.zscore("z", "no")).isNull();
        assertThat(redis.zmscore("z", "a", "no")).containsExactly(1.5, null);
        redis.zadd("z", Double.NEGATIVE_INFINITY, "least");
        assertThat(redis.zrangeWithScores("z", 0, 0)).containsExactly(scored(Double.NEGATIVE_INFINITY, "least"));
        assertThat(redis.zrank("z", "least")).isZero();
        assertThat(redis.zrevrank("z", "least")).isEqualTo(2);
        assertThat(redis.zcard("z")).isEqualTo(3);
        assertThat(redis.zrem("z", "a", "b", "least", "no")).isEqualTo(3);
        assertThat(redis.exists("z")).as("a sorted set without members").isZero();
        redis.set("string", "v");
        assertWrongType(() -> redis.zadd("string", 1, "a"));
    }

    @EachProtocol
    void ranges(RedisCommands<String, String> redis) {
        redis.zadd("z", scored(1, "one"), scored(2, "two"), scored(3, "three"), scored(4, "four"));
        assertThat(redis.zrange("z", 0, -1)).containsExactly("one", "two", "three", "four");
        assertThat(redis.zrevrangeWithScores("z", 0, 1)).containsExactly(scored(4, "four"), scored(3, "three"));
        Range<Integer> middle = Range.from(Boundary.excluding(1), Boundary.including(3));
        assertThat(redis.zcount("z", middle)).isEqualTo(2);
        assertThat(redis.zrangebyscoreWithScores("z", middle)).containsExactly(scored(2, "two"), scored(3, "three"));
        assertThat(redis.zrevrangebyscore("z", Range.<Integer> unbounded(), Limit.create(1, 2))).containsExactly("three",
                "two");
        assertThat(redis.zrangestorebyscore("copy", "z", middle, Limit.from(1))).isEqualTo(1);
        assertThat(redis.zrange("copy", 0, -1)).containsExactly("two");
        assertThat(redis.zremrangebyscore("z", middle)).isEqualTo(2);
        assertThat(redis.zremrangebyrank("z", -1, -1)).isEqualTo(1);
        assertThat(redis.zrange("z", 0, -1)).containsExactly("one");

        redis.zadd("names", scored(0, "ada"), scored(0, "alan"), scored(0, "barbara"), scored(0, "grace"));
        Range<String> afterA = Range.from(Boundary.excluding("ada"), Boundary.unbounded());
        assertThat(redis.zlexcount("names", afterA)).isEqualTo(3);
        assertThat(redis.zrangebylex("names", afterA, Limit.create(1, 1))).containsExactly("barbara");
        assertThat(redis.zrevrangebylex("names", afterA)).containsExactly("grace", "barbara", "alan");
        assertThat(redis.zremrangebylex("names", afterA)).isEqualTo(3);
    }

    @EachProtocol
    void algebra(RedisCommands<String, String> redis) {
        redis.zadd("x", scored(1, "a"), scored(2, "b"));
        redis.zadd("y", scored(10, "b"), scored(20, "c"));
        assertThat(redis.zunionWithScores("x", "y")).containsExactly(scored(1, "a"), scored(12, "b"), scored(20, "c"));
        assertThat(redis.zinterWithScores(ZAggregateArgs.Builder.weights(3, 0.5).max(), "x", "y"))
                .containsExactly(scored(6, "b"));
        assertThat(redis.zdiffWithScores("x", "y")).containsExactly(scored(1, "a"));
        assertThat(redis.zintercard("x", "y")).isEqualTo(1);
        assertThat(redis.zunionstore("result", ZStoreArgs.Builder.min(), "x", "y")).isEqualTo(3);
        assertThat(redis.zscore("result", "b")).isEqualTo(2);
        assertThat(redis.zinterstore("result", "x", "no")).isZero();
        assertThat(redis.exists("result")).isZero();
    }

    @EachProtocol
    void popsAndRandom(RedisCommands<String, String> redis) {
        redis.zadd("z", scored(1, "a"), scored(2, "b"), scored(3, "c"), scored(4, "d"));
        assertThat(redis.zrandmemberWithScores("z", 10)).containsExactlyInAnyOrder(scored(1, "a"), scored(2, "b"),
                scored(3, "c"), scored(4, "d"));
        assertThat(redis.zrandmember("z", -9)).hasSize(9).isSubsetOf("a", "b", "c", "d");
        assertThat(redis.zpopmin("z")).isEqualTo(scored(1, "a"));
        assertThat(redis.zpopmax("z", 2)).containsExactly(scored(4, "d"), scored(3, "c"));
        assertThat(redis.zmpop(5, ZPopArgs.Builder.min(), "no", "z"))
                .isEqualTo(KeyValue.just("z", List.of(scored(2, "b"))));
        assertThat(redis.exists("z")).isZero();
    }

    @EachProtocol
    void scanning(RedisCommands<String, String> redis) {
        Map<String, Double> expected = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            expected.put("n" + i, i + 0.5);
            redis.zadd("z", i + 0.5, "n" + i);
        }
        redis.zadd("z", 1, "other");
        Map<String, Double> found = new HashMap<>();
        ScanIterator.zscan(redis, "z", ScanArgs.Builder.matches("n*").limit(100))
                .forEachRemaining(member -> found.put(member.getValue(), member.getScore()));
        assertThat(found).isEqualTo(expected);
    }

    @EachProtocol
    void pipelines(StatefulRedisConnection<String, String> connection) {
        List<Long> ranks = pipeline(connection, 1000, (redis, i) -> {
            redis.zadd("z", -i, "m" + i);
            return redis.zrevrank("z", "m" + i);
        });
        assertThat(ranks).isEqualTo(LongStream.range(0, 1000).boxed().toList());
    }

    @EachProtocol
    void reactively(RedisReactiveCommands<String, String> redis) {
        List<ScoredValue<String>> members = redis.zadd("z", scored(2, "b"), scored(1, "a"))
                .thenMany(redis.zrangeWithScores("z", 0, -1)).collectList().block(PATIENCE);
        assertThat(members).containsExactly(scored(1, "a"), scored(2, "b"));
    }

    @EachProtocol
    void waiting(StatefulRedisConnection<String, String> connection) {
        StatefulRedisConnection<String, String> other = REDIS.connectAgain();
        RedisCommands<String, String> redis = connection.sync();
        assertThat(redis.bzpopmin(0.01, "z")).as("nothing in time").isNull();

        RedisFuture<KeyValue<String, ScoredValue<String>>> smallest = other.async().bzpopmin(600, "no", "z");
        awaitBlocked(1, () -> redis.info("clients"));
        redis.zadd("z", scored(2, "b"), scored(1, "a"));
        assertThat(join(smallest))
                .isEqualTo(KeyValue.just("z", scored(1, "a")));
        assertThat(redis.bzpopmax(1, "z")).isEqualTo(KeyValue.just("z", scored(2, "b")));

        RedisFuture<KeyValue<String, List<ScoredValue<String>>>> several = other.async().bzmpop(600L, 2L,
                ZPopArgs.Builder.max(), "z");
        awaitBlocked(1, () -> redis.info("clients"));
        redis.zadd("z", scored(1, "x"), scored(2, "y"), scored(3, "z"));
        assertThat(join(several))
                .isEqualTo(KeyValue.just("z", List.of(scored(3, "z"), scored(2, "y"))));
    }
}
