package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;

/** HyperLogLogs, which count distinct elements, with Lettuce. */
class LettuceHyperLogLogIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void counts(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = REDIS.connect(version)) {
            RedisCommands<String, String> redis = connection.sync();
            assertThat(redis.pfadd("monday", "ada", "grace")).isEqualTo(1);
            assertThat(redis.pfadd("monday", "grace")).as("nothing new").isZero();
            redis.pfadd("tuesday", "grace", "barbara");
            assertThat(redis.pfcount("monday", "tuesday")).isEqualTo(3);
            assertThat(redis.pfmerge("week", "monday", "tuesday")).isEqualTo("OK");
            assertThat(redis.pfcount("week")).isEqualTo(3);
        }
    }

    /** Four times the standard error of 0.81 %. */
    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void estimates(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = REDIS.connect(version)) {
            connection.setAutoFlushCommands(false);
            List<RedisFuture<Long>> added = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                added.add(connection.async().pfadd("many", "element " + i));
            }
            connection.flushCommands();
            connection.setAutoFlushCommands(true);
            assertThat(LettuceFutures.awaitAll(10, TimeUnit.SECONDS, added.toArray(RedisFuture[]::new))).isTrue();
            assertThat(connection.sync().pfcount("many")).isCloseTo(20_000L, Percentage.withPercentage(3.25));
        }
    }
}
