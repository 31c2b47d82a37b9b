package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SortingParams;

/** Sorted answers with Jedis. */
class JedisSortIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void byThemselves(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.rpush("l", "10", "9", "2.5", "-1");
            assertThat(jedis.sort("l")).containsExactly("-1", "2.5", "9", "10");
            assertThat(jedis.sort("l", new SortingParams().alpha().desc())).containsExactly("9", "2.5", "10", "-1");
            assertThat(jedis.sortReadonly("l", new SortingParams().limit(1, 2))).containsExactly("2.5", "9");
            assertThat(jedis.sort("l", new SortingParams().limit(0, 3), "sorted")).isEqualTo(3);
            assertThat(jedis.lrange("sorted", 0, -1)).containsExactly("-1", "2.5", "9");
            jedis.sadd("words", "b", "a");
            assertThat(jedis.sort("words", new SortingParams().alpha())).containsExactly("a", "b");
            assertThatThrownBy(() -> jedis.sort("words")).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR One or more scores can't be converted into double");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void byOtherKeys(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.sadd("people", "ada", "grace", "alan");
            jedis.hset("person:ada", Map.of("born", "1815", "name", "Ada Lovelace"));
            jedis.hset("person:grace", Map.of("born", "1906", "name", "Grace Hopper"));
            jedis.hset("person:alan", Map.of("born", "1912"));
            SortingParams byYear = new SortingParams().by("person:*->born").get("#", "person:*->name");
            assertThat(jedis.sort("people", byYear)).containsExactly("ada", "Ada Lovelace", "grace", "Grace Hopper", "alan",
                    null);
        }
    }
}
