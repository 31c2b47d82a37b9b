package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.hyperloglog.HyperLogLogCommands;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#hyperloglog(Class)}. */
@QuarkusTest
class HyperLogLogsTest extends DataSourceTest {

    @Test
    void counts() {
        HyperLogLogCommands<String, String> counters = redis.hyperloglog(String.class);
        assertThat(counters.pfadd("monday", "ada", "grace", "ada")).isTrue();
        assertThat(counters.pfadd("monday", "grace")).as("nothing new").isFalse();
        counters.pfadd("tuesday", "grace", "barbara");
        assertThat(counters.pfcount("monday")).isEqualTo(2);
        assertThat(counters.pfcount("monday", "tuesday")).isEqualTo(3);
        counters.pfmerge("week", "monday", "tuesday");
        assertThat(counters.pfcount("week")).isEqualTo(3);
    }

    /** Four times the standard error of 0.81 %. */
    @Test
    void estimates() {
        HyperLogLogCommands<String, Integer> counters = redis.hyperloglog(Integer.class);
        for (int first = 0; first < 50_000; first += 1000) {
            counters.pfadd("many", IntStream.range(first, first + 1000).boxed().toArray(Integer[]::new));
        }
        assertThat(counters.pfcount("many")).isCloseTo(50_000L, Percentage.withPercentage(3.25));
    }

    @Test
    void reactively() {
        long count = reactive.hyperloglog(String.class).pfadd("h", "a", "b")
                .chain(() -> reactive.hyperloglog(String.class).pfcount("h")).await().atMost(Duration.ofSeconds(30));
        assertThat(count).isEqualTo(2);
    }
}
