package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RHyperLogLog;
import org.redisson.api.RedissonClient;
import org.redisson.config.Protocol;

/** HyperLogLogs, which count distinct elements, of Redisson. */
class RedissonHyperLogLogIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void counts(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RHyperLogLog<String> monday = redisson.getHyperLogLog("monday");
        assertThat(monday.add("ada")).isTrue();
        assertThat(monday.addAll(List.of("ada", "grace"))).isTrue();
        assertThat(monday.add("grace")).as("nothing new").isFalse();
        redisson.<String> getHyperLogLog("tuesday").addAll(List.of("grace", "barbara"));
        assertThat(monday.count()).isEqualTo(2);
        assertThat(monday.countWith("tuesday")).isEqualTo(3);
        monday.mergeWith("tuesday");
        assertThat(monday.count()).isEqualTo(3);
        assertThat(monday.add("barbara")).isFalse();
    }

    /** Four times the standard error of 0.81 %. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void estimates(Protocol protocol) {
        RHyperLogLog<String> many = REDIS.connect(protocol).getHyperLogLog("many");
        for (int first = 0; first < 50_000; first += 1000) {
            many.addAll(IntStream.range(first, first + 1000).mapToObj(Integer::toString).toList());
        }
        assertThat(many.count()).isCloseTo(50_000L, Percentage.withPercentage(3.25));
    }
}
