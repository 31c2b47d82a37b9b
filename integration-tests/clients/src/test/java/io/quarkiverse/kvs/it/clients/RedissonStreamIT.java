package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.PendingEntry;
import org.redisson.api.RFuture;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.StreamMessageId;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamReadArgs;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.api.stream.StreamTrimArgs;
import org.redisson.config.Protocol;

/** Streams with Redisson. */
class RedissonStreamIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    private static StreamMessageId id(int time) {
        return new StreamMessageId(time, 0);
    }

    private static RStream<String, String> filled(RedissonClient redisson) {
        RStream<String, String> stream = redisson.getStream("s");
        for (int i = 1; i <= 5; i++) {
            stream.add(id(i), StreamAddArgs.entry("n", Integer.toString(i)));
        }
        return stream;
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void entries(Protocol protocol) {
        RStream<String, String> stream = filled(REDIS.connect(protocol));
        StreamMessageId added = stream.add(StreamAddArgs.entries(Map.of("n", "6", "m", "x")));
        assertThat(stream.size()).isEqualTo(6);
        assertThat(stream.range(id(2), id(3))).isEqualTo(Map.of(id(2), Map.of("n", "2"), id(3), Map.of("n", "3")));
        assertThat(stream.rangeReversed(1, StreamMessageId.MAX, StreamMessageId.MIN))
                .isEqualTo(Map.of(added, Map.of("n", "6", "m", "x")));
        assertThat(stream.remove(id(2), id(99))).isEqualTo(1);
        assertThat(stream.trim(StreamTrimArgs.maxLen(2).noLimit())).isEqualTo(3);
        assertThat(stream.getInfo().getFirstEntry().getId()).isEqualTo(id(5));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void readers(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        RStream<String, String> stream = filled(redisson);
        assertThat(stream.read(StreamReadArgs.greaterThan(id(3)).count(1))).containsOnlyKeys(id(4));
        RFuture<Map<StreamMessageId, Map<String, String>>> waiting = stream
                .readAsync(StreamReadArgs.greaterThan(StreamMessageId.NEWEST).timeout(Duration.ofSeconds(20)));
        RedissonExtension.awaitOneBlocked(redisson);
        stream.add(id(6), StreamAddArgs.entry("n", "6"));
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(Map.of(id(6), Map.of("n", "6")));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void groups(Protocol protocol) {
        RStream<String, String> stream = filled(REDIS.connect(protocol));
        stream.createGroup(StreamCreateGroupArgs.name("g").id(StreamMessageId.ALL));
        assertThatThrownBy(() -> stream.createGroup(StreamCreateGroupArgs.name("g")))
                .hasMessageContaining("BUSYGROUP Consumer Group name already exists");
        assertThat(stream.readGroup("g", "ada", StreamReadGroupArgs.neverDelivered().count(3)))
                .containsOnlyKeys(id(1), id(2), id(3));
        assertThat(stream.ack("g", id(1))).isEqualTo(1);
        assertThat(stream.getPendingInfo("g").getConsumerNames()).isEqualTo(Map.of("ada", 2L));
        assertThat(stream.claim("g", "bob", 0, TimeUnit.MILLISECONDS, id(2))).isEqualTo(Map.of(id(2), Map.of("n", "2")));
        List<PendingEntry> pending = stream.listPending("g", "bob", StreamMessageId.MIN, StreamMessageId.MAX, 10);
        assertThat(pending).singleElement().satisfies(entry -> {
            assertThat(entry.getId()).isEqualTo(id(2));
            assertThat(entry.getConsumerName()).isEqualTo("bob");
        });
        assertThat(stream.autoClaim("g", "bob", 0, TimeUnit.MILLISECONDS, id(3), 10).getMessages()).containsOnlyKeys(id(3));
        assertThat(stream.listConsumers("g")).hasSize(2);
        assertThat(stream.removeConsumer("g", "bob")).isEqualTo(2);
        assertThat(stream.listGroups()).singleElement().satisfies(group -> assertThat(group.getName()).isEqualTo("g"));
        stream.removeGroup("g");
        assertThat(stream.listGroups()).isEmpty();
    }
}
