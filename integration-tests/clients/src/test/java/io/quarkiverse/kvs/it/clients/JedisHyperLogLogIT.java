package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** HyperLogLogs, which count distinct elements, with Jedis. */
class JedisHyperLogLogIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void counts(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.pfadd("monday", "ada", "grace", "ada")).isEqualTo(1);
            assertThat(jedis.pfadd("monday", "grace")).as("nothing new").isZero();
            jedis.pfadd("tuesday", "grace", "barbara");
            assertThat(jedis.pfcount("monday")).isEqualTo(2);
            assertThat(jedis.pfcount("no")).isZero();
            assertThat(jedis.pfcount("monday", "tuesday", "no")).isEqualTo(3);
            assertThat(jedis.pfmerge("week", "monday", "tuesday")).isEqualTo("OK");
            assertThat(jedis.pfcount("week")).isEqualTo(3);
            assertThat(jedis.type("week")).isEqualTo("string");
            jedis.set("string", "v");
            assertThatThrownBy(() -> jedis.pfadd("string", "a")).isInstanceOf(JedisDataException.class)
                    .hasMessage("WRONGTYPE Key is not a valid HyperLogLog string value.");
        }
    }

    /** Four times the standard error of 0.81 %. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void estimates(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Pipeline pipeline = jedis.pipelined()) {
            for (int i = 0; i < 100; i++) {
                int first = i * 1000;
                pipeline.pfadd("many", IntStream.range(first, first + 1000).mapToObj(Integer::toString).toArray(String[]::new));
            }
            Response<Long> count = pipeline.pfcount("many");
            pipeline.sync();
            assertThat(count.get()).isCloseTo(100_000L, Percentage.withPercentage(3.25));
            assertThat(jedis.strlen("many")).as("16384 registers of 6 bits, and a header").isEqualTo(16 + 12_288);
        }
    }

    /** What one HyperLogLog has seen is a string, that can be kept elsewhere and put back. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void areStrings(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.pfadd("a", "x", "y", "z");
            byte[] kept = jedis.get("a".getBytes(UTF_8));
            assertThat(kept).startsWith("HYLL".getBytes(UTF_8));
            jedis.flushAll();
            jedis.set("b".getBytes(UTF_8), kept);
            assertThat(jedis.pfcount("b")).isEqualTo(3);
            assertThat(jedis.pfadd("b", "x")).isZero();
        }
    }
}
