package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;

/** Limits of Bucket4j, which keeps its buckets here and changes them with scripts that compare and set. */
class Bucket4jIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    private static final int TOKENS = 10;

    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    @BeforeAll
    static void connect() {
        client = RedisClient.create(RedisURI.create(SERVER.uri()));
        connection = client.connect();
    }

    @AfterAll
    static void disconnect() {
        connection.close();
        client.shutdown();
    }

    /** As another instance of an application has it. */
    private static Bucket bucket(String key) {
        ProxyManager<byte[]> buckets = Bucket4jLettuce.casBasedBuilder(client)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                .build();
        return buckets.getProxy(key.getBytes(UTF_8), () -> BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(TOKENS).refillIntervally(TOKENS, Duration.ofHours(1))).build());
    }

    @Test
    void aBucketIsSharedAndExpires() {
        Bucket one = bucket("limit:shared");
        Bucket other = bucket("limit:shared");
        assertThat(one.tryConsume(4)).isTrue();
        assertThat(other.tryConsume(6)).isTrue();
        assertThat(one.tryConsume(1)).isFalse();
        ConsumptionProbe probe = other.tryConsumeAndReturnRemaining(1);
        assertThat(probe.isConsumed()).isFalse();
        assertThat(Duration.ofNanos(probe.getNanosToWaitForRefill())).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        assertThat(connection.sync().ttl("limit:shared")).isBetween(3000L, 3610L);

        one.addTokens(1);
        assertThat(other.tryConsume(1)).isTrue();
    }

    @Test
    void noTokenIsTakenTwice() throws Exception {
        Bucket one = bucket("limit:many");
        Bucket other = bucket("limit:many");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> takers = new ArrayList<>();
            for (int i = 0; i < 5 * TOKENS; i++) {
                Bucket bucket = i % 2 == 0 ? one : other;
                takers.add(() -> bucket.tryConsume(1));
            }
            int taken = 0;
            for (Future<Boolean> each : threads.invokeAll(takers)) {
                taken += each.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(TOKENS);
        } finally {
            threads.shutdownNow();
        }
    }
}
