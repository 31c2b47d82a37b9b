package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.LettuceExtension.PATIENCE;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.assertWrongType;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.KeyValue;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;

/** Hashes with Lettuce. */
class LettuceHashIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void fields(RedisCommands<String, String> redis) {
        assertThat(redis.hset("ada", "name", "Ada")).as("a new field").isTrue();
        assertThat(redis.hset("ada", "name", "Ada Lovelace")).isFalse();
        assertThat(redis.hset("ada", Map.of("born", "1815", "town", "London"))).isEqualTo(2);
        assertThat(redis.hsetnx("ada", "town", "Paris")).isFalse();
        assertThat(redis.hget("ada", "no")).isNull();
        assertThat(redis.hmget("ada", "name", "no")).containsExactly(KeyValue.just("name", "Ada Lovelace"),
                KeyValue.empty("no"));
        assertThat(redis.hgetall("ada"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("name", "Ada Lovelace", "born", "1815", "town", "London"));
        assertThat(redis.hkeys("ada")).containsExactlyInAnyOrder("name", "born", "town");
        assertThat(redis.hvals("ada")).containsExactlyInAnyOrder("Ada Lovelace", "1815", "London");
        assertThat(redis.hstrlen("ada", "town")).isEqualTo(6);
        assertThat(redis.hincrby("ada", "born", 10)).isEqualTo(1825);
        assertThat(redis.hincrbyfloat("ada", "born", -0.25)).isEqualTo(1824.75);
        assertThat(redis.hrandfieldWithvalues("ada", 3)).containsExactlyInAnyOrder(KeyValue.just("name", "Ada Lovelace"),
                KeyValue.just("born", "1824.75"), KeyValue.just("town", "London"));
        assertThat(redis.hdel("ada", "name", "no", "town", "born")).isEqualTo(3);
        assertThat(redis.exists("ada")).as("a hash without fields").isZero();
        redis.set("string", "v");
        assertWrongType(() -> redis.hlen("string"));
    }

    @EachProtocol
    void scanning(RedisCommands<String, String> redis) {
        Map<String, String> numbers = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            numbers.put("n" + i, Integer.toString(i));
        }
        redis.hset("h", numbers);
        redis.hset("h", "other", "v");
        Map<String, String> found = new HashMap<>();
        ScanIterator.hscan(redis, "h", ScanArgs.Builder.matches("n*").limit(100))
                .forEachRemaining(field -> found.put(field.getKey(), field.getValue()));
        assertThat(found).isEqualTo(numbers);
        MapScanCursor<String, String> page = redis.hscan("h", ScanArgs.Builder.limit(10));
        assertThat(page.isFinished()).isFalse();
        assertThat(page.getMap()).hasSizeBetween(10, 100);
    }

    @EachProtocol
    void pipelines(StatefulRedisConnection<String, String> connection) {
        List<Long> sums = pipeline(connection, 1000, (redis, i) -> redis.hincrby("h", "f" + i % 10, i));
        assertThat(sums).hasSize(1000).endsWith(50400L);
        assertThat(connection.sync().hgetall("h")).hasSize(10).containsEntry("f0", "49500").containsEntry("f9", "50400");
    }

    @EachProtocol
    void reactively(RedisReactiveCommands<String, String> redis) {
        List<String> names = redis.hset("h", Map.of("a", "1", "b", "2")).thenMany(redis.hkeys("h")).collectList()
                .block(PATIENCE);
        assertThat(names).containsExactlyInAnyOrder("a", "b");
    }
}
