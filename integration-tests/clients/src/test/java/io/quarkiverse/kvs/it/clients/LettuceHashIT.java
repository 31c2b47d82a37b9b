package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;

/** Hashes with Lettuce. */
class LettuceHashIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void fields(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = REDIS.connect(version)) {
            RedisCommands<String, String> redis = connection.sync();
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
            assertThatThrownBy(() -> redis.hlen("string")).isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void scanning(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = REDIS.connect(version)) {
            RedisCommands<String, String> redis = connection.sync();
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
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void pipelines(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = REDIS.connect(version)) {
            RedisAsyncCommands<String, String> redis = connection.async();
            connection.setAutoFlushCommands(false);
            List<RedisFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                sent.add(redis.hincrby("h", "f" + i % 10, i));
            }
            RedisFuture<Map<String, String>> all = redis.hgetall("h");
            sent.add(all);
            connection.flushCommands();
            assertThat(LettuceFutures.awaitAll(10, TimeUnit.SECONDS, sent.toArray(RedisFuture[]::new))).isTrue();
            assertThat(all.toCompletableFuture().join()).hasSize(10).containsEntry("f0", "49500").containsEntry("f9", "50400");
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void reactively(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = REDIS.connect(version)) {
            RedisReactiveCommands<String, String> redis = connection.reactive();
            List<String> names = redis.hset("h", Map.of("a", "1", "b", "2")).thenMany(redis.hkeys("h")).collectList()
                    .block(Duration.ofSeconds(5));
            assertThat(names).containsExactlyInAnyOrder("a", "b");
        }
    }
}
