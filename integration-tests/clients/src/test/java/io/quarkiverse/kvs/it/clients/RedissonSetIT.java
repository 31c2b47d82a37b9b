package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RSet;
import org.redisson.api.RedissonClient;
import org.redisson.api.SortOrder;
import org.redisson.config.Protocol;

/** Sets of Redisson. */
class RedissonSetIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void members(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RSet<String> set = redisson.getSet("s");
        assertThat(set.add("a")).isTrue();
        assertThat(set.add("a")).isFalse();
        assertThat(set.addAllCounted(List.of("a", "b", "c", "d"))).isEqualTo(3);
        assertThat(set.size()).isEqualTo(4);
        assertThat(set.contains("b")).isTrue();
        assertThat(set.contains("x")).isFalse();
        assertThat(set.containsEach(List.of("a", "x", "c"))).containsExactlyInAnyOrder("a", "c");
        assertThat(set.readAll()).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(set.remove("d")).isTrue();
        assertThat(set.move("t", "c")).isTrue();
        assertThat(redisson.<String> getSet("t").readAll()).containsExactly("c");
        assertThat(set.random(10)).containsExactlyInAnyOrder("a", "b");
        assertThat(set.removeRandom(10)).containsExactlyInAnyOrder("a", "b");
        assertThat(set.removeRandom()).isNull();
        assertThat(set.isExists()).as("a set without members").isFalse();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void algebra(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RSet<String> even = redisson.getSet("even");
        even.addAll(List.of("2", "4", "6", "8"));
        redisson.<String> getSet("threes").addAll(List.of("3", "6", "9"));
        assertThat(even.readUnion("threes")).containsExactlyInAnyOrder("2", "3", "4", "6", "8", "9");
        assertThat(even.readIntersection("threes")).containsExactly("6");
        assertThat(even.readDiff("threes")).containsExactlyInAnyOrder("2", "4", "8");
        assertThat(even.countIntersection("threes")).isEqualTo(1);
        assertThat(even.readSort(SortOrder.DESC)).containsExactly("8", "6", "4", "2");
        RSet<String> result = redisson.getSet("result");
        assertThat(result.diff("even", "threes")).isEqualTo(3);
        assertThat(result.readAll()).containsExactlyInAnyOrder("2", "4", "8");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void iterators(Protocol protocol) {
        RSet<String> set = REDIS.connect(protocol).getSet("s");
        set.addAll(IntStream.range(0, 1000).mapToObj(i -> "n" + i).toList());
        set.add("other");
        Set<String> found = new HashSet<>();
        set.iterator("n*", 100).forEachRemaining(found::add);
        assertThat(found).hasSize(1000).doesNotContain("other");
    }
}
