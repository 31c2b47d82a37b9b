package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.KvsServerExtension.awaitBlocked;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LMPopArgs;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;

/** Lists as queues, with connections of Lettuce that wait for elements while its threads do something else. */
class LettuceBlockingListIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void oneWaits(StatefulRedisConnection<String, String> connection) {
        StatefulRedisConnection<String, String> waiting = REDIS.connectAgain();
        RedisCommands<String, String> redis = connection.sync();
        RedisAsyncCommands<String, String> waiter = waiting.async();
        assertThat(redis.blpop(0.01, "l")).as("nothing in time").isNull();

        RedisFuture<KeyValue<String, String>> left = waiter.blpop(600, "no", "l");
        awaitBlocked(1, () -> redis.info("clients"));
        assertThat(redis.rpush("l", "a", "b", "c")).as("as if no client waited").isEqualTo(3);
        assertThat(join(left)).isEqualTo(KeyValue.just("l", "a"));
        assertThat(redis.brpop(1, "no", "l")).isEqualTo(KeyValue.just("l", "c"));
        redis.del("l");

        RedisFuture<String> moved = waiter.blmove("l", "m", LMoveArgs.Builder.leftRight(), 600);
        awaitBlocked(1, () -> redis.info("clients"));
        redis.rpush("l", "d", "e");
        assertThat(join(moved)).isEqualTo("d");
        assertThat(redis.brpoplpush(1, "l", "m")).isEqualTo("e");
        assertThat(redis.lrange("m", 0, -1)).containsExactly("e", "d");

        RedisFuture<KeyValue<String, List<String>>> several = waiter.blmpop(600, LMPopArgs.Builder.right().count(2), "l");
        awaitBlocked(1, () -> redis.info("clients"));
        redis.rpush("l", "e", "f", "g");
        assertThat(join(several)).isEqualTo(KeyValue.just("l", List.of("g", "f")));
    }

    /** What one connection sends after a command that waits is done afterwards, and in its order. */
    @EachProtocol
    void laterCommandsWait(StatefulRedisConnection<String, String> connection) {
        StatefulRedisConnection<String, String> waiting = REDIS.connectAgain();
        RedisAsyncCommands<String, String> waiter = waiting.async();
        List<RedisFuture<?>> pipeline = List.of(waiter.set("a", "1"), waiter.blpop(600, "l"), waiter.incr("a"),
                waiter.blpop(600, "l"), waiter.incr("a"));
        awaitBlocked(1, () -> connection.sync().info("clients"));
        assertThat(connection.sync().get("a")).isEqualTo("1");
        connection.sync().rpush("l", "x");
        assertThat(join(pipeline.get(2))).isEqualTo(2L);
        awaitBlocked(1, () -> connection.sync().info("clients"));
        connection.sync().rpush("l", "y");
        assertThat(join(pipeline.get(3))).isEqualTo(KeyValue.just("l", "y"));
        assertThat(join(pipeline.get(4))).isEqualTo(3L);
    }

    /** Each element goes to one consumer, and none gets lost. */
    @EachProtocol
    void producersAndConsumers(RedisCommands<String, String> redis) {
        int elements = 2000;
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> consumers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            consumers.add(consume(REDIS.connectAgain().async(), received));
        }
        List<RedisFuture<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RedisAsyncCommands<String, String> producer = REDIS.connectAgain().async();
            for (int j = 0; j < elements; j++) {
                sent.add(producer.lpush("queue", "producer " + i + ", element " + j));
            }
        }
        join(sent);
        consumers.forEach(consumer -> redis.lpush("queue", "end"));
        join(consumers);
        assertThat(new ArrayList<>(received)).hasSize(3 * elements).doesNotHaveDuplicates();
        assertThat(redis.dbsize()).isZero();
    }

    private static CompletableFuture<Void> consume(RedisAsyncCommands<String, String> redis,
            ConcurrentLinkedQueue<String> received) {
        return redis.brpop(600, "queue").toCompletableFuture().thenCompose(element -> {
            if (element.getValue().equals("end")) {
                return CompletableFuture.completedFuture(null);
            }
            received.add(element.getValue());
            return consume(redis, received);
        });
    }
}
