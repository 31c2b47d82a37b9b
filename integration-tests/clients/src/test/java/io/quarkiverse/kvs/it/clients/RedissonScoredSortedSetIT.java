package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.RedissonExtension.awaitOneBlocked;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RLexSortedSet;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RedissonClient;
import org.redisson.client.protocol.ScoredEntry;
import org.redisson.config.Protocol;

/** Sorted sets of Redisson. */
class RedissonScoredSortedSetIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void scores(Protocol protocol) {
        RScoredSortedSet<String> set = REDIS.connect(protocol).getScoredSortedSet("z");
        assertThat(set.add(1, "a")).isTrue();
        assertThat(set.add(2, "a")).as("only its score is new").isFalse();
        assertThat(set.addAll(Map.of("b", 1.0, "c", 3.0))).isEqualTo(2);
        assertThat(set.addIfGreater(1, "c")).isFalse();
        assertThat(set.addIfAbsent(9, "c")).isFalse();
        assertThat(set.getScore("c")).isEqualTo(3);
        assertThat(set.getScore("no")).isNull();
        assertThat(set.addScore("b", 4.5)).isEqualTo(5.5);
        assertThat(set.rank("b")).isEqualTo(2);
        assertThat(set.revRank("b")).isZero();
        assertThat(set.rank("no")).isNull();
        assertThat(set.first()).isEqualTo("a");
        assertThat(set.lastScore()).isEqualTo(5.5);
        assertThat(set.contains("a")).isTrue();
        assertThat(set.remove("a")).isTrue();
        assertThat(set.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void ranges(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RScoredSortedSet<String> set = redisson.getScoredSortedSet("z");
        set.addAll(Map.of("one", 1.0, "two", 2.0, "three", 3.0, "four", 4.0));
        assertThat(set.readAll()).containsExactly("one", "two", "three", "four");
        assertThat(set.valueRange(1, -2)).containsExactly("two", "three");
        assertThat(set.entryRange(0, 1)).containsExactly(new ScoredEntry<>(1.0, "one"), new ScoredEntry<>(2.0, "two"));
        assertThat(set.valueRange(1, false, 3, true)).containsExactly("two", "three");
        assertThat(set.valueRangeReversed(1, true, 4, false, 1, 1)).containsExactly("two");
        assertThat(set.entryRangeReversed(3, true, Double.POSITIVE_INFINITY, true))
                .containsExactly(new ScoredEntry<>(4.0, "four"), new ScoredEntry<>(3.0, "three"));
        assertThat(set.count(1, false, 4, false)).isEqualTo(2);
        assertThat(set.rangeTo("copy", 0, 1)).isEqualTo(2);
        assertThat(redisson.<String> getScoredSortedSet("copy").readAll()).containsExactly("one", "two");
        assertThat(set.removeRangeByScore(1, false, 4, false)).isEqualTo(2);
        assertThat(set.removeRangeByRank(0, 0)).isEqualTo(1);
        assertThat(set.readAll()).containsExactly("four");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void namesInTheirOrder(Protocol protocol) {
        RLexSortedSet names = REDIS.connect(protocol).getLexSortedSet("names");
        names.addAll(List.of("grace", "ada", "barbara", "alan"));
        assertThat(names.range("ada", false, "c", false)).containsExactly("alan", "barbara");
        assertThat(names.rangeTailReversed("b", true)).containsExactly("grace", "barbara");
        assertThat(names.countHead("b", true)).isEqualTo(2);
        assertThat(names.removeRangeTail("b", true)).isEqualTo(2);
        assertThat(names.readAll()).containsExactly("ada", "alan");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    @SuppressWarnings("deprecation") // Applications call them still.
    void algebra(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RScoredSortedSet<String> x = redisson.getScoredSortedSet("x");
        x.addAll(Map.of("a", 1.0, "b", 2.0));
        redisson.<String> getScoredSortedSet("y").addAll(Map.of("b", 10.0, "c", 20.0));
        assertThat(x.readUnion("y")).containsExactly("a", "b", "c");
        assertThat(x.readIntersection("y")).containsExactly("b");
        assertThat(x.readDiffEntries("y")).containsExactly(new ScoredEntry<>(1.0, "a"));
        assertThat(x.countIntersection("y")).isEqualTo(1);
        RScoredSortedSet<String> result = redisson.getScoredSortedSet("result");
        assertThat(result.union(RScoredSortedSet.Aggregate.MAX, Map.of("x", 6.0, "y", 1.0))).isEqualTo(3);
        assertThat(result.getScore("b")).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void iterators(Protocol protocol) {
        RScoredSortedSet<String> set = REDIS.connect(protocol).getScoredSortedSet("z");
        Map<String, Double> numbers = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            numbers.put("n" + i, i + 0.5);
        }
        set.addAll(numbers);
        set.add(0, "other");
        Map<String, Double> found = new HashMap<>();
        set.entryIterator("n*", 100).forEachRemaining(entry -> found.put(entry.getValue(), entry.getScore()));
        assertThat(found).isEqualTo(numbers);
        assertThat(set.randomEntries(3)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void waiting(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RScoredSortedSet<String> set = redisson.getScoredSortedSet("z");
        assertThat(set.pollFirst(10, TimeUnit.MILLISECONDS)).as("nothing in time").isNull();
        CompletableFuture<String> smallest = set.takeFirstAsync().toCompletableFuture();
        awaitOneBlocked(redisson);
        set.addAll(Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
        assertThat(smallest.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("a");
        assertThat(set.takeLast()).isEqualTo("d");
        assertThat(set.pollLastEntries(Duration.ofSeconds(1), 5)).containsExactly(new ScoredEntry<>(3.0, "c"),
                new ScoredEntry<>(2.0, "b"));
    }
}
