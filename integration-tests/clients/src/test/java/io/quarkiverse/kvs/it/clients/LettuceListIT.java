package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.LettuceExtension.PATIENCE;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.assertWrongType;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LMPopArgs;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.LPosArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;

/** Lists with Lettuce. */
class LettuceListIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void ends(RedisCommands<String, String> redis) {
        assertThat(redis.rpush("l", "c", "d")).isEqualTo(2);
        assertThat(redis.lpush("l", "b", "a")).isEqualTo(4);
        assertThat(redis.rpushx("no", "x")).isZero();
        assertThat(redis.lpushx("l", "0")).isEqualTo(5);
        assertThat(redis.lrange("l", 0, -1)).containsExactly("0", "a", "b", "c", "d");
        assertThat(redis.lpop("l")).isEqualTo("0");
        assertThat(redis.rpop("l", 2)).containsExactly("d", "c");
        assertThat(redis.lpop("l", 9)).containsExactly("a", "b");
        assertThat(redis.rpop("l")).isNull();
        assertThat(redis.exists("l")).as("a list without elements").isZero();
    }

    @EachProtocol
    void positions(RedisCommands<String, String> redis) {
        redis.rpush("l", "a", "b", "c", "b", "a");
        assertThat(redis.lindex("l", -2)).isEqualTo("b");
        assertThat(redis.lpos("l", "b")).isEqualTo(1);
        assertThat(redis.lpos("l", "b", 0, LPosArgs.Builder.rank(-1))).containsExactly(3L, 1L);
        assertThat(redis.lpos("l", "x")).isNull();
        assertThat(redis.linsert("l", true, "c", "before")).isEqualTo(6);
        assertThat(redis.lset("l", 0, "first")).isEqualTo("OK");
        assertThat(redis.lrem("l", 0, "b")).isEqualTo(2);
        assertThat(redis.lrange("l", 0, -1)).containsExactly("first", "before", "c", "a");
        redis.ltrim("l", 1, 2);
        assertThat(redis.lrange("l", 0, -1)).containsExactly("before", "c");
        assertThat(redis.lmove("l", "m", LMoveArgs.Builder.rightLeft())).isEqualTo("c");
        assertThat(redis.lmpop(LMPopArgs.Builder.left().count(2), "no", "l", "m"))
                .isEqualTo(KeyValue.just("l", List.of("before")));
        assertThatThrownBy(() -> redis.lset("m", 1, "x")).isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR index out of range");
        redis.set("string", "v");
        assertWrongType(() -> redis.lpush("string", "a"));
    }

    @EachProtocol
    void pipelines(StatefulRedisConnection<String, String> connection) {
        List<Long> sizes = pipeline(connection, 5000, (redis, i) -> redis.rpush("l", "element " + i));
        assertThat(sizes).endsWith(5000L);
        assertThat(connection.sync().lrange("l", 0, -1))
                .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "element " + i).toList());
    }

    @EachProtocol
    void reactively(RedisReactiveCommands<String, String> redis) {
        List<String> elements = redis.rpush("l", "a", "b").thenMany(redis.lrange("l", 0, -1)).collectList()
                .block(PATIENCE);
        assertThat(elements).containsExactly("a", "b");
    }
}
