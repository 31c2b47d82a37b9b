package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.LettuceExtension.PATIENCE;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.assertWrongType;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;

/** Sets with Lettuce. */
class LettuceSetIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void members(RedisCommands<String, String> redis) {
        assertThat(redis.sadd("s", "a", "b", "a", "c")).isEqualTo(3);
        assertThat(redis.scard("s")).isEqualTo(3);
        assertThat(redis.smembers("s")).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(redis.sismember("s", "x")).isFalse();
        assertThat(redis.smismember("s", "a", "x")).containsExactly(true, false);
        assertThat(redis.smove("s", "t", "a")).isTrue();
        assertThat(redis.smove("s", "t", "a")).isFalse();
        assertThat(redis.srandmember("s", -10)).hasSize(10).isSubsetOf("b", "c");
        assertThat(redis.spop("s", 5)).containsExactlyInAnyOrder("b", "c");
        assertThat(redis.spop("s")).isNull();
        assertThat(redis.srem("t", "a", "x")).isEqualTo(1);
        assertThat(redis.dbsize()).as("sets without members").isZero();
        redis.set("string", "v");
        assertWrongType(() -> redis.sadd("string", "a"));
    }

    @EachProtocol
    void algebra(RedisCommands<String, String> redis) {
        redis.sadd("even", "2", "4", "6", "8");
        redis.sadd("threes", "3", "6", "9");
        assertThat(redis.sunion("even", "threes")).containsExactlyInAnyOrder("2", "3", "4", "6", "8", "9");
        assertThat(redis.sinter("even", "threes")).containsExactly("6");
        assertThat(redis.sdiff("even", "threes")).containsExactlyInAnyOrder("2", "4", "8");
        assertThat(redis.sintercard("even", "threes")).isEqualTo(1);
        assertThat(redis.sintercard(2, "even", "even")).as("at most 2").isEqualTo(2);
        assertThat(redis.sdiffstore("result", "threes", "even")).isEqualTo(2);
        assertThat(redis.smembers("result")).containsExactlyInAnyOrder("3", "9");
        assertThat(redis.sinterstore("result", "even", "no")).isZero();
        assertThat(redis.exists("result")).isZero();
    }

    @EachProtocol
    void scanning(RedisCommands<String, String> redis) {
        for (int i = 0; i < 1000; i++) {
            redis.sadd("s", "n" + i);
        }
        redis.sadd("s", "other");
        Set<String> found = new TreeSet<>();
        ScanIterator.sscan(redis, "s", ScanArgs.Builder.matches("n*").limit(100)).forEachRemaining(found::add);
        assertThat(found).hasSize(1000).doesNotContain("other");
        assertThat(redis.sscan("s", ScanArgs.Builder.limit(10)).isFinished()).isFalse();
    }

    @EachProtocol
    void pipelines(StatefulRedisConnection<String, String> connection) {
        List<Long> added = pipeline(connection, 1000, (redis, i) -> redis.sadd("s", Integer.toString(i / 2)));
        assertThat(added).filteredOn(n -> n == 1).hasSize(500);
        assertThat(connection.sync().smembers("s")).hasSize(500).contains("0", "499");
    }

    @EachProtocol
    void reactively(RedisReactiveCommands<String, String> redis) {
        List<String> members = redis.sadd("s", "a", "b").thenMany(redis.smembers("s")).collectList()
                .block(PATIENCE);
        assertThat(members).containsExactlyInAnyOrder("a", "b");
    }
}
