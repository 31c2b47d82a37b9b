package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RBucket;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.config.Protocol;

/**
 * Redisson, in both versions of the protocol: what it does without scripts.
 *
 * @see RedissonScriptsIT
 */
class RedissonIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void buckets(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RBucket<String> bucket = redisson.getBucket("a");
        assertThat(bucket.get()).isNull();
        assertThat(bucket.setIfAbsent("1")).isTrue();
        assertThat(bucket.setIfAbsent("2")).isFalse();
        assertThat(bucket.getAndSet("2")).isEqualTo("1");
        bucket.set("3", Duration.ofMinutes(5));
        assertThat(bucket.remainTimeToLive()).isBetween(290_000L, 300_000L);
        assertThat(bucket.size()).isEqualTo(1);
        assertThat(bucket.delete()).isTrue();
        redisson.getBuckets().set(Map.of("x", "1", "y", "2"));
        assertThat(redisson.getBuckets().get("x", "y", "z")).isEqualTo(Map.of("x", "1", "y", "2"));
        assertThat(redisson.getKeys().getKeys(KeysScanOptions.defaults().pattern("*"))).containsExactlyInAnyOrder("x", "y");
        assertThat(redisson.getKeys().count()).isEqualTo(2);
        assertThat(redisson.getKeys().delete("x", "y")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void numbers(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        assertThat(redisson.getAtomicLong("n").incrementAndGet()).isEqualTo(1);
        assertThat(redisson.getAtomicLong("n").addAndGet(41)).isEqualTo(42);
        assertThat(redisson.getAtomicDouble("d").addAndGet(0.5)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void batchesAndTransactions(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RBatch batch = redisson.createBatch(
                BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
        batch.getBucket("a").setAsync("1");
        batch.getAtomicLong("a").incrementAndGetAsync();
        BatchResult<?> result = batch.execute();
        assertThat(result.getResponses().get(1)).isEqualTo(2L);

        assertThat(redisson.<String> getBucket("a").get()).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void topics(Protocol protocol) throws InterruptedException {
        RedissonClient redisson = REDIS.connect(protocol);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        RTopic topic = redisson.getTopic("news");
        topic.addListener(String.class, (channel, message) -> seen.add(channel + "=" + message));
        assertThat(topic.publish("hello")).isEqualTo(1);
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("news=hello");
        assertThat(topic.getChannelNames()).isEqualTo(List.of("news"));
        topic.removeAllListeners();
    }
}
