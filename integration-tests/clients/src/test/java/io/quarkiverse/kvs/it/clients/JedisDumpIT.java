package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.it.servers.ServerProcess;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.RestoreParams;

/** Values that leave one server and arrive in another, with Jedis as their carrier. */
class JedisDumpIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    private static final int MANY = 1000;

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void backAndForth(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            fill(jedis);
            for (String key : jedis.keys("*")) {
                byte[] dump = jedis.dump(key);
                assertThat(jedis.restore("copy:" + key, 50_000, dump)).isEqualTo("OK");
                assertThat(jedis.ttl("copy:" + key)).isBetween(10L, 50L);
                jedis.restore(key, 0, dump, RestoreParams.restoreParams().replace());
            }
            check(jedis, "");
            check(jedis, "copy:");
            assertThat(jedis.dump("no")).isNull();
        }
    }

    @Test
    void toAndFromRedis() throws Exception {
        assumeTrue(ServerProcess.isInstalled("redis-server"), "redis-server is not installed");
        try (ServerProcess real = ServerProcess.redis();
                Jedis there = new Jedis("localhost", real.port(), 30_000);
                Jedis here = REDIS.connect(RedisProtocol.RESP3)) {
            fill(here);
            here.keys("*").forEach(key -> there.restore(key, 0, here.dump(key)));
            check(there, "");
            here.flushAll();
            there.keys("*").forEach(key -> here.restore(key, 0, there.dump(key)));
            check(here, "");
            assertThat(here.keys("*")).allSatisfy(
                    key -> assertThat(here.objectEncoding(key)).as(key).isEqualTo(there.objectEncoding(key)));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void damage(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.rpush("l", "a", "b", "c");
            byte[] dump = jedis.dump("l");
            assertThatThrownBy(() -> jedis.restore("l", 0, dump)).isInstanceOf(JedisDataException.class)
                    .hasMessage("BUSYKEY Target key name already exists.");
            dump[3] ^= 1;
            assertThatThrownBy(() -> jedis.restore("l", 0, dump, RestoreParams.restoreParams().replace()))
                    .isInstanceOf(JedisDataException.class).hasMessage("ERR DUMP payload version or checksum are wrong");
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("a", "b", "c");
        }
    }

    /** One value of each type and each encoding. */
    private static void fill(Jedis jedis) {
        jedis.set("number", "42");
        jedis.set("string", "long".repeat(MANY));
        jedis.hset("hash", Map.of("a", "1", "b", "2"));
        jedis.hset("big hash", numbers().stream().collect(Collectors.toMap(n -> n, n -> n + "!")));
        jedis.rpush("list", "a", "1", "");
        jedis.rpush("big list", numbers().toArray(String[]::new));
        jedis.sadd("integers", "3", "-70000", "2");
        jedis.sadd("set", numbers().toArray(String[]::new));
        jedis.sadd("set", "word");
        jedis.zadd("sorted", Map.of("a", 1.5, "b", Double.NEGATIVE_INFINITY));
        jedis.zadd("big sorted", numbers().stream().collect(Collectors.toMap(n -> n, n -> Integer.parseInt(n) / 3.0)));
        jedis.pfadd("counter", "a", "b", "c");
    }

    private static void check(Jedis jedis, String prefix) {
        assertThat(jedis.get(prefix + "number")).isEqualTo("42");
        assertThat(jedis.get(prefix + "string")).isEqualTo("long".repeat(MANY));
        assertThat(jedis.hgetAll(prefix + "hash")).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(jedis.hgetAll(prefix + "big hash")).hasSize(MANY).containsEntry("999", "999!");
        assertThat(jedis.lrange(prefix + "list", 0, -1)).containsExactly("a", "1", "");
        assertThat(jedis.lrange(prefix + "big list", 0, -1)).isEqualTo(numbers());
        assertThat(jedis.smembers(prefix + "integers")).containsExactlyInAnyOrder("3", "-70000", "2");
        assertThat(jedis.smembers(prefix + "set")).hasSize(MANY + 1).contains("word").containsAll(numbers());
        assertThat(jedis.zscore(prefix + "sorted", "b")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(jedis.zrange(prefix + "big sorted", 0, -1)).isEqualTo(numbers());
        assertThat(jedis.zscore(prefix + "big sorted", "1")).isEqualTo(1 / 3.0);
        assertThat(jedis.pfcount(prefix + "counter")).isEqualTo(3);
    }

    private static List<String> numbers() {
        return IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    }
}
