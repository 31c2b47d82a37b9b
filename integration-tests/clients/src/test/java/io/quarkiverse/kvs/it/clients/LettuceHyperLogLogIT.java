package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;

/** HyperLogLogs, which count distinct elements, with Lettuce. */
class LettuceHyperLogLogIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void counts(ProtocolVersion version) {
        RedisCommands<String, String> redis = REDIS.connect(version).sync();
        assertThat(redis.pfadd("monday", "ada", "grace")).isEqualTo(1);
        assertThat(redis.pfadd("monday", "grace")).as("nothing new").isZero();
        redis.pfadd("tuesday", "grace", "barbara");
        assertThat(redis.pfcount("monday", "tuesday")).isEqualTo(3);
        assertThat(redis.pfmerge("week", "monday", "tuesday")).isEqualTo("OK");
        assertThat(redis.pfcount("week")).isEqualTo(3);
    }

    /** Four times the standard error of 0.81 %. */
    @EachProtocol
    void estimates(ProtocolVersion version) {
        StatefulRedisConnection<String, String> connection = REDIS.connect(version);
        pipeline(connection, redis -> {
            for (int i = 0; i < 20_000; i++) {
                redis.pfadd("many", "element " + i);
            }
        });
        assertThat(connection.sync().pfcount("many")).isCloseTo(20_000L, Percentage.withPercentage(3.25));
    }
}
