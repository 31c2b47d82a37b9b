package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.ScanArgs;
import io.quarkus.redis.datasource.list.KeyValue;
import io.quarkus.redis.datasource.sortedset.Range;
import io.quarkus.redis.datasource.sortedset.ReactiveSortedSetCommands;
import io.quarkus.redis.datasource.sortedset.ScoreRange;
import io.quarkus.redis.datasource.sortedset.ScoredValue;
import io.quarkus.redis.datasource.sortedset.SortedSetCommands;
import io.quarkus.redis.datasource.sortedset.ZAddArgs;
import io.quarkus.redis.datasource.sortedset.ZAggregateArgs;
import io.quarkus.redis.datasource.sortedset.ZRangeArgs;
import io.quarkus.redis.datasource.sortedset.ZScanCursor;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#sortedSet(Class)}. */
@QuarkusTest
class SortedSetsTest extends DataSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void scores() {
        SortedSetCommands<String, String> sets = redis.sortedSet(String.class);
        assertThat(sets.zadd("z", 1, "a")).isTrue();
        assertThat(sets.zadd("z", Map.of("a", 2.0, "b", 2.5))).as("new members").isEqualTo(1);
        assertThat(sets.zadd("z", new ZAddArgs().nx(), 9, "a")).isFalse();
        assertThat(sets.zadd("z", new ZAddArgs().gt().ch(), ScoredValue.of("a", 1), ScoredValue.of("b", 3))).isEqualTo(1);
        assertThat(sets.zscore("z", "b")).hasValue(3);
        assertThat(sets.zscore("z", "no")).isEmpty();
        assertThat(sets.zmscore("z", "a", "no")).satisfiesExactly(score -> assertThat(score).hasValue(2),
                score -> assertThat(score).isEmpty());
        assertThat(sets.zincrby("z", 0.25, "a")).isEqualTo(2.25);
        assertThat(sets.zaddincr("z", new ZAddArgs().xx(), 1, "no")).isEmpty();
        assertThat(sets.zrank("z", "b")).hasValue(1);
        assertThat(sets.zrevrank("z", "b")).hasValue(0);
        assertThat(sets.zrank("z", "no")).isEmpty();
        assertThat(sets.zcard("z")).isEqualTo(2);
        assertThat(sets.zrem("z", "a", "b", "no")).isEqualTo(2);
        assertThat(redis.key().exists("z")).as("a sorted set without members").isFalse();
    }

    @Test
    void ranges() {
        SortedSetCommands<String, String> sets = redis.sortedSet(String.class);
        sets.zadd("z", Map.of("one", 1.0, "two", 2.0, "three", 3.0, "four", 4.0));
        assertThat(sets.zrange("z", 0, -1)).containsExactly("one", "two", "three", "four");
        assertThat(sets.zrange("z", 0, 1, new ZRangeArgs().rev())).containsExactly("four", "three");
        assertThat(sets.zrangeWithScores("z", 1, 1)).containsExactly(ScoredValue.of("two", 2));
        ScoreRange<Double> middle = new ScoreRange<>(1.0, false, 3.0, true);
        assertThat(sets.zcount("z", middle)).isEqualTo(2);
        assertThat(sets.zrangebyscoreWithScores("z", middle)).containsExactly(ScoredValue.of("two", 2),
                ScoredValue.of("three", 3));
        assertThat(sets.zrangebyscore("z", ScoreRange.unbounded(), new ZRangeArgs().limit(1, 2))).containsExactly("two",
                "three");
        assertThat(sets.zrangestorebyscore("copy", "z", middle)).isEqualTo(2);
        assertThat(sets.zrange("copy", 0, -1)).containsExactly("two", "three");
        assertThat(sets.zremrangebyscore("z", middle)).isEqualTo(2);
        assertThat(sets.zremrangebyrank("z", -1, -1)).isEqualTo(1);
        assertThat(sets.zrange("z", 0, -1)).containsExactly("one");

        sets.zadd("names", Map.of("ada", 0.0, "alan", 0.0, "barbara", 0.0, "grace", 0.0));
        Range<String> afterAda = new Range<>("ada", false, "grace", true);
        assertThat(sets.zlexcount("names", afterAda)).isEqualTo(3);
        assertThat(sets.zrangebylex("names", afterAda)).containsExactly("alan", "barbara", "grace");
        assertThat(sets.zremrangebylex("names", afterAda)).isEqualTo(3);
    }

    @Test
    void algebra() {
        SortedSetCommands<String, String> sets = redis.sortedSet(String.class);
        sets.zadd("x", Map.of("a", 1.0, "b", 2.0));
        sets.zadd("y", Map.of("b", 10.0, "c", 20.0));
        assertThat(sets.zunionWithScores("x", "y")).containsExactly(ScoredValue.of("a", 1), ScoredValue.of("b", 12),
                ScoredValue.of("c", 20));
        assertThat(sets.zinterWithScores(new ZAggregateArgs().weights(3, 0.5).max(), "x", "y"))
                .containsExactly(ScoredValue.of("b", 6));
        assertThat(sets.zdiff("y", "x")).containsExactly("c");
        assertThat(sets.zintercard("x", "y")).isEqualTo(1);
        assertThat(sets.zunionstore("result", new ZAggregateArgs().min(), "x", "y")).isEqualTo(3);
        assertThat(sets.zscore("result", "b")).hasValue(2);
        assertThat(sets.zdiffstore("result", "x", "y")).isEqualTo(1);
        assertThat(sets.zinterstore("result", "x", "no")).isZero();
    }

    @Test
    void popsAndRandom() {
        SortedSetCommands<String, String> sets = redis.sortedSet(String.class);
        sets.zadd("z", Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
        assertThat(sets.zrandmemberWithScores("z", 9)).containsExactlyInAnyOrder(ScoredValue.of("a", 1),
                ScoredValue.of("b", 2), ScoredValue.of("c", 3), ScoredValue.of("d", 4));
        assertThat(sets.zrandmember("z", 3)).hasSize(3).isSubsetOf("a", "b", "c", "d");
        assertThat(sets.zpopmin("z")).isEqualTo(ScoredValue.of("a", 1));
        assertThat(sets.zpopmax("z", 2)).containsExactly(ScoredValue.of("d", 4), ScoredValue.of("c", 3));
        assertThat(sets.zmpopMin("no", "z")).isEqualTo(ScoredValue.of("b", 2));
        assertThat(sets.zpopmin("z")).isEqualTo(ScoredValue.empty());
    }

    @Test
    void cursors() {
        SortedSetCommands<String, String> sets = redis.sortedSet(String.class);
        Map<String, Double> numbers = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            numbers.put("n" + i, i + 0.5);
        }
        sets.zadd("z", numbers);
        sets.zadd("z", 0, "other");
        Map<String, Double> found = new HashMap<>();
        ZScanCursor<String> cursor = sets.zscan("z", new ScanArgs().match("n*").count(100));
        while (cursor.hasNext()) {
            cursor.next().forEach(member -> found.put(member.value(), member.score()));
        }
        assertThat(found).isEqualTo(numbers);
    }

    @Test
    void waiting() throws Exception {
        SortedSetCommands<String, String> sets = redis.sortedSet(String.class);
        assertThat(sets.bzpopmin(Duration.ofSeconds(1), "no")).as("nothing in time").isNull();
        CompletableFuture<KeyValue<String, ScoredValue<String>>> smallest = CompletableFuture
                .supplyAsync(() -> sets.bzpopmin(PATIENCE, "no", "z"));
        awaitOneBlocked();
        sets.zadd("z", Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
        assertThat(smallest.get(30, TimeUnit.SECONDS)).isEqualTo(KeyValue.of("z", ScoredValue.of("a", 1)));
        assertThat(sets.bzpopmax(PATIENCE, "z").value()).isEqualTo(ScoredValue.of("d", 4));
        assertThat(sets.bzmpopMax(PATIENCE, 5, "no", "z")).containsExactly(ScoredValue.of("c", 3), ScoredValue.of("b", 2));
    }

    private void awaitOneBlocked() {
        Await.until("one client is blocked",
                () -> redis.execute("INFO", "clients").toString().contains("blocked_clients:1\r\n"));
    }

    @Test
    void reactively() {
        ReactiveSortedSetCommands<String, String> sets = reactive.sortedSet(String.class);
        List<String> members = sets.zadd("z", Map.of("b", 2.0, "a", 1.0)).chain(() -> sets.zrange("z", 0, -1)).await()
                .atMost(PATIENCE);
        assertThat(members).containsExactly("a", "b");
        List<ScoredValue<String>> scanned = sets.zscan("z").toMulti().collect().asList().await().atMost(PATIENCE);
        assertThat(scanned).containsExactly(ScoredValue.of("a", 1), ScoredValue.of("b", 2));
    }
}
