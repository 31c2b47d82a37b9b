package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.LettuceExtension.PATIENCE;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.join;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.LcsArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** Lettuce, in both versions of the protocol: blocking, asynchronous, reactive, and with channels. */
class LettuceIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void blocking(RedisCommands<String, String> redis) {
        assertThat(redis.ping()).isEqualTo("PONG");
        assertThat(redis.clientGetname()).isEqualTo("test");
        assertThat(redis.set("a", "1", SetArgs.Builder.ex(100))).isEqualTo("OK");
        assertThat(redis.ttl("a")).isBetween(50L, 100L);
        assertThat(redis.setGet("a", "2")).isEqualTo("1");
        assertThat(redis.get("no")).isNull();
        assertThat(redis.incrbyfloat("a", 1.25)).isEqualTo(3.25);
        assertThat(redis.mget("a", "no")).hasSize(2).satisfies(values -> {
            assertThat(values.get(0).getValue()).isEqualTo("3.25");
            assertThat(values.get(1).hasValue()).isFalse();
        });
        assertThat(redis.lcs(LcsArgs.Builder.keys("x", "y")).getMatchString()).isEmpty();
        assertThat(redis.command()).isNotEmpty();
        assertThat(redis.commandCount()).isPositive();
        assertThat(redis.info("server")).contains("redis_version:7.0.");
        assertThat(redis.configGet("maxmemory*")).containsKey("maxmemory-policy");
        assertThatThrownBy(() -> redis.incr("a")).isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR value is not an integer or out of range");
    }

    @EachProtocol
    void scanning(RedisCommands<String, String> redis) {
        for (int i = 0; i < 500; i++) {
            redis.set("key:" + i, "v");
        }
        List<String> found = new ArrayList<>();
        ScanIterator.scan(redis, ScanArgs.Builder.matches("key:*").limit(50)).forEachRemaining(found::add);
        assertThat(found).hasSize(500).doesNotHaveDuplicates();
        KeyScanCursor<String> page = redis.scan(ScanArgs.Builder.limit(10));
        assertThat(page.getKeys()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(page.isFinished()).isFalse();
    }

    @EachProtocol
    void asynchronous(StatefulRedisConnection<String, String> connection) {
        List<Long> counts = pipeline(connection, 1000, (redis, i) -> redis.incr("n"));
        assertThat(counts).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
        assertThat(join(connection.async().get("n"))).isEqualTo("1000");
    }

    @EachProtocol
    void reactive(RedisReactiveCommands<String, String> redis) {
        String value = redis.set("a", "1").then(redis.get("a")).block(PATIENCE);
        assertThat(value).isEqualTo("1");
    }

    @EachProtocol
    void transactions(RedisCommands<String, String> redis) {
        RedisCommands<String, String> other = REDIS.connectAgain().sync();
        redis.multi();
        redis.set("a", "1");
        redis.incr("a");
        TransactionResult result = redis.exec();
        assertThat(result.wasDiscarded()).isFalse();
        assertThat(result.<Object> get(0)).isEqualTo("OK");
        assertThat(result.<Object> get(1)).isEqualTo(2L);

        redis.watch("a");
        other.set("a", "9");
        redis.multi();
        redis.set("a", "1");
        assertThat(redis.exec().wasDiscarded()).isTrue();
        assertThat(redis.get("a")).isEqualTo("9");
    }

    @EachProtocol
    void channels(StatefulRedisConnection<String, String> connection, ProtocolVersion version) throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        StatefulRedisPubSubConnection<String, String> subscriber = REDIS.connectPubSub();
        subscriber.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                seen.add(channel + "=" + message);
            }

            @Override
            public void message(String pattern, String channel, String message) {
                seen.add(pattern + ":" + channel + "=" + message);
            }
        });
        subscriber.sync().subscribe("news", "__keyspace@0__:a");
        subscriber.sync().psubscribe("n?ws");
        assertThat(connection.sync().publish("news", "hello")).isEqualTo(2);
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("news=hello");
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("n?ws:news=hello");
        if (version == ProtocolVersion.RESP3) {
            assertThat(subscriber.sync().ping()).as("a command while subscribed").isEqualTo("PONG");
            assertThat(subscriber.sync().get("no")).isNull();
        }
        connection.sync().configSet("notify-keyspace-events", "KA");
        connection.sync().set("a", "1");
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("__keyspace@0__:a=set");
        connection.sync().configSet("notify-keyspace-events", "");
        subscriber.sync().unsubscribe();
        subscriber.sync().punsubscribe();
        assertThat(connection.sync().publish("news", "nobody")).isZero();
    }
}
