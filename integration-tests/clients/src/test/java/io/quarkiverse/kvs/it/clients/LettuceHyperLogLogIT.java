package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/** HyperLogLogs, which count distinct elements, with Lettuce. */
class LettuceHyperLogLogIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void counts(RedisCommands<String, String> redis) {
        assertThat(redis.pfadd("monday", "ada", "grace")).isEqualTo(1);
        assertThat(redis.pfadd("monday", "grace")).as("nothing new").isZero();
        redis.pfadd("tuesday", "grace", "barbara");
        assertThat(redis.pfcount("monday", "tuesday")).isEqualTo(3);
        assertThat(redis.pfmerge("week", "monday", "tuesday")).isEqualTo("OK");
        assertThat(redis.pfcount("week")).isEqualTo(3);
    }

    /** Four times the standard error of 0.81 %. */
    @EachProtocol
    void estimates(StatefulRedisConnection<String, String> connection) {
        pipeline(connection, 20_000, (redis, i) -> redis.pfadd("many", "element " + i));
        assertThat(connection.sync().pfcount("many")).isCloseTo(20_000L, Percentage.withPercentage(3.25));
    }
}
