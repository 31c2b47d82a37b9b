package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RBucket;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;

/** Redisson, in both versions of the protocol: what it does without scripts, of which there are none here. */
class RedissonIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    private static RedissonClient connect(Protocol protocol) {
        Config config = new Config();
        // With the cache, it repeats what no server without scripts can answer, and does not give up.
        config.setProtocol(protocol).setCodec(StringCodec.INSTANCE).setUseScriptCache(false);
        config.useSingleServer().setAddress(SERVER.uri()).setConnectionMinimumIdleSize(1).setConnectionPoolSize(4)
                .setSubscriptionConnectionMinimumIdleSize(1).setSubscriptionConnectionPoolSize(2);
        RedissonClient redisson = Redisson.create(config);
        redisson.getKeys().flushall();
        return redisson;
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void buckets(Protocol protocol) {
        RedissonClient redisson = connect(protocol);
        try {
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
            assertThat(redisson.getKeys().getKeysByPattern("*")).containsExactlyInAnyOrder("x", "y");
            assertThat(redisson.getKeys().count()).isEqualTo(2);
            assertThat(redisson.getKeys().delete("x", "y")).isEqualTo(2);
        } finally {
            redisson.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void numbers(Protocol protocol) {
        RedissonClient redisson = connect(protocol);
        try {
            assertThat(redisson.getAtomicLong("n").incrementAndGet()).isEqualTo(1);
            assertThat(redisson.getAtomicLong("n").addAndGet(41)).isEqualTo(42);
            assertThat(redisson.getAtomicDouble("d").addAndGet(0.5)).isEqualTo(0.5);
        } finally {
            redisson.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void batchesAndTransactions(Protocol protocol) {
        RedissonClient redisson = connect(protocol);
        try {
            RBatch batch = redisson.createBatch(
                    BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
            batch.getBucket("a").setAsync("1");
            batch.getAtomicLong("a").incrementAndGetAsync();
            BatchResult<?> result = batch.execute();
            assertThat(result.getResponses().get(1)).isEqualTo(2L);

            assertThat(redisson.<String> getBucket("a").get()).isEqualTo("2");
        } finally {
            redisson.shutdown();
        }
    }

    /** Redisson's locks are scripts. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void locksSayWhatIsMissing(Protocol protocol) {
        RedissonClient redisson = connect(protocol);
        try {
            assertThatThrownBy(() -> redisson.getLock("lock").tryLock()).hasMessageContaining("unknown command 'EVAL'");
        } finally {
            redisson.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void topics(Protocol protocol) throws InterruptedException {
        RedissonClient redisson = connect(protocol);
        try {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            RTopic topic = redisson.getTopic("news");
            topic.addListener(String.class, (channel, message) -> seen.add(channel + "=" + message));
            assertThat(topic.publish("hello")).isEqualTo(1);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("news=hello");
            assertThat(topic.getChannelNames()).isEqualTo(List.of("news"));
        } finally {
            redisson.shutdown();
        }
    }
}
