package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.KvsServerExtension.awaitBlocked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.SortedSetOption;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.ZAddParams;
import redis.clients.jedis.params.ZParams;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;
import redis.clients.jedis.util.KeyValue;

/** Sorted sets with Jedis. */
class JedisSortedSetIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    private static Tuple tuple(String element, double score) {
        return new Tuple(element, score);
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void scores(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.zadd("z", 1.5, "a")).isEqualTo(1);
            assertThat(jedis.zadd("z", Map.of("a", 1.0, "b", 2.0))).as("new members").isEqualTo(1);
            assertThat(jedis.zadd("z", 9, "a", ZAddParams.zAddParams().nx())).isZero();
            assertThat(jedis.zadd("z", 3, "a", ZAddParams.zAddParams().gt().ch())).as("changed members").isEqualTo(1);
            assertThat(jedis.zadd("z", 2, "a", ZAddParams.zAddParams().gt().ch())).isZero();
            assertThat(jedis.zscore("z", "a")).isEqualTo(3);
            assertThat(jedis.zscore("z", "no")).isNull();
            assertThat(jedis.zmscore("z", "b", "no", "a")).containsExactly(2.0, null, 3.0);
            assertThat(jedis.zincrby("z", 0.1, "b")).isEqualTo(2.1);
            assertThat(jedis.zaddIncr("z", 5, "no", ZAddParams.zAddParams().xx())).isNull();
            assertThat(jedis.zcard("z")).isEqualTo(2);
            jedis.zadd("z", Double.POSITIVE_INFINITY, "a");
            assertThat(jedis.zscore("z", "a")).isEqualTo(Double.POSITIVE_INFINITY);
            assertThatThrownBy(() -> jedis.zincrby("z", Double.NEGATIVE_INFINITY, "a")).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR resulting score is not a number (NaN)");
            assertThat(jedis.zrem("z", "a", "b", "no")).isEqualTo(2);
            assertThat(jedis.exists("z")).as("a sorted set without members").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void ranks(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("z", Map.of("c", 1.0, "a", 2.0, "b", 2.0, "d", 3.0));
            assertThat(jedis.zrange("z", 0, -1)).as("members with one score in the order of their bytes")
                    .containsExactly("c", "a", "b", "d");
            assertThat(jedis.zrevrange("z", 0, 1)).containsExactly("d", "b");
            assertThat(jedis.zrangeWithScores("z", 1, 2)).containsExactly(tuple("a", 2), tuple("b", 2));
            assertThat(jedis.zrank("z", "b")).isEqualTo(2);
            assertThat(jedis.zrevrank("z", "b")).isEqualTo(1);
            assertThat(jedis.zrank("z", "no")).isNull();
            assertThat(jedis.zremrangeByRank("z", 1, -2)).isEqualTo(2);
            assertThat(jedis.zrange("z", 0, -1)).containsExactly("c", "d");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void rangesOfScores(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("z", Map.of("one", 1.0, "two", 2.0, "three", 3.0, "four", 4.0));
            assertThat(jedis.zcount("z", 2, 3)).isEqualTo(2);
            assertThat(jedis.zcount("z", "(2", "+inf")).isEqualTo(2);
            assertThat(jedis.zrangeByScore("z", "(1", "3")).containsExactly("two", "three");
            assertThat(jedis.zrangeByScore("z", "-inf", "+inf", 1, 2)).containsExactly("two", "three");
            assertThat(jedis.zrevrangeByScoreWithScores("z", 3, 2)).containsExactly(tuple("three", 3), tuple("two", 2));
            assertThat(jedis.zrange("z", ZRangeParams.zrangeByScoreParams(4, 2).rev().limit(1, 5))).containsExactly("three",
                    "two");
            assertThat(jedis.zrangestore("copy", "z", ZRangeParams.zrangeParams(0, 1))).isEqualTo(2);
            assertThat(jedis.zrangeWithScores("copy", 0, -1)).containsExactly(tuple("one", 1), tuple("two", 2));
            assertThat(jedis.zremrangeByScore("z", "(1", "(4")).isEqualTo(2);
            assertThat(jedis.zrange("z", 0, -1)).containsExactly("one", "four");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void rangesOfNames(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("names", Map.of("ada", 0.0, "alan", 0.0, "barbara", 0.0, "grace", 0.0));
            assertThat(jedis.zrangeByLex("names", "[a", "(b")).containsExactly("ada", "alan");
            assertThat(jedis.zrangeByLex("names", "-", "+", 1, 2)).containsExactly("alan", "barbara");
            assertThat(jedis.zrevrangeByLex("names", "+", "(alan")).containsExactly("grace", "barbara");
            assertThat(jedis.zlexcount("names", "(ada", "[grace")).isEqualTo(3);
            assertThat(jedis.zremrangeByLex("names", "[b", "+")).isEqualTo(2);
            assertThat(jedis.zrange("names", 0, -1)).containsExactly("ada", "alan");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void algebra(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("x", Map.of("a", 1.0, "b", 2.0));
            jedis.zadd("y", Map.of("b", 10.0, "c", 20.0));
            assertThat(jedis.zunionWithScores(new ZParams(), "x", "y")).containsExactly(tuple("a", 1), tuple("b", 12),
                    tuple("c", 20));
            assertThat(jedis.zinterWithScores(new ZParams().weights(3, 0.5).aggregate(ZParams.Aggregate.MAX), "x", "y"))
                    .containsExactly(tuple("b", 6));
            assertThat(jedis.zdiffWithScores("x", "y")).containsExactly(tuple("a", 1));
            assertThat(jedis.zintercard("x", "y")).isEqualTo(1);
            assertThat(jedis.zunionstore("result", new ZParams().aggregate(ZParams.Aggregate.MIN), "x", "y")).isEqualTo(3);
            assertThat(jedis.zscore("result", "b")).isEqualTo(2);
            assertThat(jedis.zdiffstore("result", "y", "x")).isEqualTo(1);
            assertThat(jedis.zrange("result", 0, -1)).containsExactly("c");
            jedis.sadd("plain", "b", "c");
            assertThat(jedis.zinterstore("result", "y", "plain")).as("with a plain set").isEqualTo(2);
            assertThat(jedis.zrangeWithScores("result", 0, -1)).containsExactly(tuple("b", 11), tuple("c", 21));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void pops(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("z", Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0, "e", 5.0));
            assertThat(jedis.zpopmin("z")).isEqualTo(tuple("a", 1));
            assertThat(jedis.zpopmax("z", 2)).containsExactly(tuple("e", 5), tuple("d", 4));
            KeyValue<String, List<Tuple>> popped = jedis.zmpop(SortedSetOption.MIN, 5, "no", "z");
            assertThat(popped.getKey()).isEqualTo("z");
            assertThat(popped.getValue()).containsExactly(tuple("b", 2), tuple("c", 3));
            assertThat(jedis.zpopmin("z")).isNull();
            assertThat(jedis.zmpop(SortedSetOption.MAX, "z")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void random(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("z", Map.of("a", 1.0, "b", 2.0, "c", 3.0));
            assertThat(jedis.zrandmember("z")).isIn("a", "b", "c");
            assertThat(jedis.zrandmember("z", -20)).as("with repetitions").hasSize(20).isSubsetOf("a", "b", "c");
            assertThat(jedis.zrandmemberWithScores("z", 9)).containsExactlyInAnyOrder(tuple("a", 1), tuple("b", 2),
                    tuple("c", 3));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void encodingsAndScanning(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.zadd("z", 0.5, "n0");
            assertThat(jedis.objectEncoding("z")).isEqualTo("listpack");
            Map<String, Double> expected = new HashMap<>();
            for (int i = 0; i < 1000; i++) {
                expected.put("n" + i, i + 0.5);
            }
            jedis.zadd("z", expected);
            jedis.zadd("z", 1, "other");
            assertThat(jedis.objectEncoding("z")).isEqualTo("skiplist");
            Map<String, Double> scanned = new HashMap<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<Tuple> page = jedis.zscan("z", cursor, new ScanParams().match("n*").count(100));
                page.getResult().forEach(found -> scanned.put(found.getElement(), found.getScore()));
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(scanned).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void pipelines(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Pipeline pipeline = jedis.pipelined()) {
            List<Response<Long>> ranks = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                pipeline.zadd("z", -i, "m" + i);
                ranks.add(pipeline.zrevrank("z", "m" + i));
            }
            Response<List<Tuple>> first = pipeline.zrangeWithScores("z", 0, 0);
            pipeline.sync();
            for (int i = 0; i < 1000; i++) {
                assertThat(ranks.get(i).get()).isEqualTo(i);
            }
            assertThat(first.get()).containsExactly(tuple("m999", -999));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void waiting(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Jedis other = REDIS.connectAgain(protocol)) {
            assertThat(jedis.bzpopmin(0.01, "z")).as("nothing in time").isNull();

            CompletableFuture<KeyValue<String, Tuple>> smallest = CompletableFuture
                    .supplyAsync(() -> other.bzpopmin(600, "no", "z"));
            awaitBlocked(1, () -> jedis.info("clients"));
            jedis.zadd("z", Map.of("a", 1.0, "b", 2.0, "c", 3.0));
            assertThat(smallest.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new KeyValue<>("z", tuple("a", 1)));

            assertThat(other.bzpopmax(600, "no", "z")).as("there is something already")
                    .isEqualTo(new KeyValue<>("z", tuple("c", 3)));
            jedis.del("z");
            CompletableFuture<KeyValue<String, List<Tuple>>> several = CompletableFuture
                    .supplyAsync(() -> other.bzmpop(600, SortedSetOption.MAX, 2, "z"));
            awaitBlocked(1, () -> jedis.info("clients"));
            jedis.zadd("z", Map.of("x", 1.0, "y", 2.0, "z", 3.0));
            assertThat(several.orTimeout(30, TimeUnit.SECONDS).join())
                    .isEqualTo(new KeyValue<>("z", List.of(tuple("z", 3), tuple("y", 2))));
            assertThat(jedis.zrange("z", 0, -1)).containsExactly("x");
        }
    }
}
