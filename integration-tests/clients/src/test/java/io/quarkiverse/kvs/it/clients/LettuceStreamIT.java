package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.models.stream.PendingMessage;

/** Streams with Lettuce. */
@SuppressWarnings("unchecked") // Lettuce takes arrays of a generic type.
class LettuceStreamIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    private static final Consumer<String> ADA = Consumer.from("g", "ada");
    private static final Consumer<String> BOB = Consumer.from("g", "bob");

    private static void fill(RedisCommands<String, String> redis) {
        for (int i = 1; i <= 5; i++) {
            redis.xadd("s", XAddArgs.Builder.maxlen(100).id(i + "-0"), Map.of("n", Integer.toString(i)));
        }
    }

    @EachProtocol
    void entries(RedisCommands<String, String> redis) {
        fill(redis);
        String added = redis.xadd("s", Map.of("n", "6"));
        assertThat(redis.xadd("none", XAddArgs.Builder.nomkstream(), Map.of("n", "1"))).isNull();
        assertThat(redis.xlen("s")).isEqualTo(6);
        assertThat(redis.xrange("s", Range.from(Range.Boundary.excluding("1-0"), Range.Boundary.including("3"))))
                .containsExactly(new StreamMessage<>("s", "2-0", Map.of("n", "2")),
                        new StreamMessage<>("s", "3-0", Map.of("n", "3")));
        assertThat(redis.xrevrange("s", Range.unbounded(), Limit.from(1))).extracting(StreamMessage::getId)
                .containsExactly(added);
        assertThat(redis.xdel("s", "2-0", "99-0")).isEqualTo(1);
        assertThat(redis.xtrim("s", 2)).isEqualTo(3);
        redis.set("string", "value");
        LettuceExtension.assertWrongType(() -> redis.xlen("string"));
    }

    @EachProtocol
    void readers(StatefulRedisConnection<String, String> connection) {
        RedisCommands<String, String> redis = connection.sync();
        fill(redis);
        assertThat(redis.xread(XReadArgs.Builder.count(1), StreamOffset.from("s", "3-0"))).extracting(StreamMessage::getId)
                .containsExactly("4-0");
        assertThat(redis.xread(StreamOffset.from("s", "5-0"))).isEmpty();
        CompletionStage<List<StreamMessage<String, String>>> waiting = connection.async()
                .xread(XReadArgs.Builder.block(Duration.ofSeconds(20)), StreamOffset.latest("s"));
        RedisCommands<String, String> other = REDIS.connectAgain().sync();
        KvsServerExtension.awaitBlocked(1, () -> other.info("clients"));
        other.xadd("s", XAddArgs.Builder.maxlen(100).id("6-0"), Map.of("n", "6"));
        assertThat(LettuceExtension.join(waiting)).containsExactly(new StreamMessage<>("s", "6-0", Map.of("n", "6")));
    }

    @EachProtocol
    void groups(RedisCommands<String, String> redis) {
        fill(redis);
        redis.xgroupCreate(StreamOffset.from("s", "0"), "g");
        assertThatThrownBy(() -> redis.xgroupCreate(StreamOffset.from("s", "0"), "g"))
                .isInstanceOf(RedisBusyException.class).hasMessage("BUSYGROUP Consumer Group name already exists");
        assertThat(redis.xgroupCreateconsumer("s", BOB)).isTrue();
        assertThat(redis.xreadgroup(ADA, XReadArgs.Builder.count(3), StreamOffset.lastConsumed("s")))
                .extracting(StreamMessage::getId).containsExactly("1-0", "2-0", "3-0");
        assertThat(redis.xreadgroup(ADA, StreamOffset.from("s", "1-0"))).as("what it has had").extracting(StreamMessage::getId)
                .containsExactly("2-0", "3-0");
        assertThat(redis.xack("s", "g", "1-0")).isEqualTo(1);
        assertThat(redis.xpending("s", "g").getConsumerMessageCount()).isEqualTo(Map.of("ada", 2L));
        assertThat(redis.xclaim("s", BOB, XClaimArgs.Builder.minIdleTime(0).retryCount(4), "2-0"))
                .containsExactly(new StreamMessage<>("s", "2-0", Map.of("n", "2")));
        assertThat(redis.xpending("s", BOB, Range.unbounded(), Limit.from(10))).extracting(PendingMessage::getRedeliveryCount)
                .containsExactly(4L);
        assertThat(redis.xautoclaim("s", XAutoClaimArgs.Builder.xautoclaim(BOB, 0, "3-0")).getMessages())
                .extracting(StreamMessage::getId).containsExactly("3-0");
        assertThat(redis.xgroupDelconsumer("s", BOB)).isEqualTo(2);
        assertThat(redis.xinfoGroups("s")).hasSize(1);
        assertThat(redis.xinfoConsumers("s", "g")).hasSize(1);
        assertThat(redis.xgroupDestroy("s", "g")).isTrue();
    }
}
