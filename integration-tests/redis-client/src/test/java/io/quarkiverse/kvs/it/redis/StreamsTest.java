package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.PendingMessage;
import io.quarkus.redis.datasource.stream.StreamCommands;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.redis.datasource.stream.XAddArgs;
import io.quarkus.redis.datasource.stream.XReadArgs;
import io.quarkus.redis.datasource.stream.XReadGroupArgs;
import io.quarkus.redis.datasource.stream.XTrimArgs;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#stream(Class)}. */
@QuarkusTest
class StreamsTest extends DataSourceTest {

    private StreamCommands<String, String, String> streams;

    @BeforeEach
    void fill() {
        streams = redis.stream(String.class);
        for (int i = 1; i <= 5; i++) {
            streams.xadd("s", new XAddArgs().id(i + "-0"), Map.of("n", Integer.toString(i)));
        }
    }

    @Test
    void entries() {
        String added = streams.xadd("s", Map.of("n", "6"));
        assertThat(streams.xadd("none", new XAddArgs().nomkstream(), Map.of("n", "1"))).isNull();
        assertThat(streams.xlen("s")).isEqualTo(6);
        assertThat(streams.xrange("s", StreamRange.of("2", "3"))).extracting(StreamMessage::payload)
                .containsExactly(Map.of("n", "2"), Map.of("n", "3"));
        assertThat(streams.xrevrange("s", StreamRange.of("+", "-"), 1)).extracting(StreamMessage::id).containsExactly(added);
        assertThat(streams.xdel("s", "2-0", "99-0")).isEqualTo(1);
        assertThat(streams.xtrim("s", new XTrimArgs().maxlen(2))).isEqualTo(3);
    }

    @Test
    void readers() {
        assertThat(streams.xread("s", "3-0", new XReadArgs().count(1))).extracting(StreamMessage::id).containsExactly("4-0");
        assertThat(streams.xread("s", "5-0")).isEmpty();
    }

    @Test
    void groups() {
        streams.xgroupCreate("s", "g", "0");
        assertThatThrownBy(() -> streams.xgroupCreate("s", "g", "0"))
                .hasMessageContaining("BUSYGROUP Consumer Group name already exists");
        assertThat(streams.xreadgroup("g", "ada", "s", ">", new XReadGroupArgs().count(3))).extracting(StreamMessage::id)
                .containsExactly("1-0", "2-0", "3-0");
        assertThat(streams.xack("s", "g", "1-0")).isEqualTo(1);
        assertThat(streams.xpending("s", "g")).satisfies(pending -> {
            assertThat(pending.getPendingCount()).isEqualTo(2);
            assertThat(pending.getConsumers()).isEqualTo(Map.of("ada", 2L));
        });
        assertThat(streams.xclaim("s", "g", "bob", Duration.ZERO, "2-0")).extracting(StreamMessage::payload)
                .containsExactly(Map.of("n", "2"));
        assertThat(streams.xpending("s", "g", StreamRange.of("-", "+"), 10)).extracting(PendingMessage::getConsumer)
                .containsExactly("bob", "ada");
        assertThat(streams.xautoclaim("s", "g", "bob", Duration.ZERO, "3-0").getMessages()).extracting(StreamMessage::id)
                .containsExactly("3-0");
        assertThat(streams.xgroupDelConsumer("s", "g", "bob")).isEqualTo(2);
        assertThat(streams.xgroupDestroy("s", "g")).isTrue();
    }

    @Test
    void reactively() {
        List<StreamMessage<String, String, String>> read = reactive.stream(String.class).xread("s", "4-0").await()
                .atMost(Duration.ofSeconds(30));
        assertThat(read).extracting(StreamMessage::id).containsExactly("5-0");
    }
}
