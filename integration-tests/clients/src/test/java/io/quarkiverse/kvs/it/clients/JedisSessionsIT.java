package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.it.threads.Await;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Sessions of users, kept as Spring Session and the like keep them: a hash for each, that expires; a set of the sessions of
 * each user; a sorted set of when they end. Scripts keep the three in step.
 */
class JedisSessionsIT {

    /** Keys: session, index of its user, ends of all. Arguments: id, milliseconds to live, now, then names and values. */
    private static final String SAVE = """
            local id, life, now = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
            local old = redis.call('HGET', KEYS[1], 'version')
            local changed = 0
            for i = 4, #ARGV, 2 do
              if ARGV[i + 1] == '' then
                changed = changed + redis.call('HDEL', KEYS[1], 'attr:' .. ARGV[i])
              else
                redis.call('HSET', KEYS[1], 'attr:' .. ARGV[i], ARGV[i + 1])
                changed = changed + 1
              end
            end
            redis.call('HSET', KEYS[1], 'version', (old or 0) + 1, 'lastAccessed', ARGV[3], 'maxInactive', life)
            redis.call('PEXPIRE', KEYS[1], life)
            redis.call('SADD', KEYS[2], id)
            if redis.call('PTTL', KEYS[2]) < life then
              redis.call('PEXPIRE', KEYS[2], life)
            end
            redis.call('ZADD', KEYS[3], string.format('%.0f', now + life), id)
            return {changed, redis.call('HGET', KEYS[1], 'version')}
            """;

    /** Keys: session, index of its user, ends of all. Argument: id. Replies what the session was; nothing if there was none. */
    private static final String END = """
            local session = redis.call('HGETALL', KEYS[1])
            if #session == 0 then
              return false
            end
            redis.call('UNLINK', KEYS[1])
            redis.call('SREM', KEYS[2], ARGV[1])
            redis.call('ZREM', KEYS[3], ARGV[1])
            local fields = {}
            for i = 1, #session, 2 do
              fields[session[i]] = session[i + 1]
            end
            return cjson.encode({user = fields['attr:user'], version = tonumber(fields.version)})
            """;

    /** Keys: ends of all. Arguments: now, how many at most, prefix of sessions. Forgets those that have ended. */
    private static final String CLEAN = """
            local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
            local gone = {}
            for _, id in ipairs(ended) do
              if redis.call('EXISTS', ARGV[3] .. id) == 0 then
                gone[#gone + 1] = id
              end
            end
            if #gone > 0 then
              redis.call('ZREM', KEYS[1], unpack(gone))
            end
            return gone
            """;

    private static final String ENDS = "sessions:ends";

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    private static List<String> keys(String id, String user) {
        return List.of("sessions:" + id, "sessions:of:" + user, ENDS);
    }

    private static Object save(Jedis jedis, String id, String user, long life, long now, String... attributes) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of(id, Long.toString(life), Long.toString(now), "user", user));
        arguments.addAll(List.of(attributes));
        return jedis.eval(SAVE, keys(id, user), arguments);
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aSessionItsIndexAndItsEndAreInStep(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(save(jedis, "1", "ada", 60_000, 1_700_000_000_000L, "cart", "3 books")).isEqualTo(List.of(2L, "1"));
            assertThat(save(jedis, "1", "ada", 90_000, 1_700_000_001_000L, "cart", "", "theme", "dark"))
                    .isEqualTo(List.of(3L, "2"));
            assertThat(save(jedis, "2", "ada", 30_000, 1_700_000_001_000L)).isEqualTo(List.of(1L, "1"));
            assertThat(jedis.hgetAll("sessions:1")).containsOnlyKeys("attr:user", "attr:theme", "version", "lastAccessed",
                    "maxInactive").containsEntry("lastAccessed", "1700000001000");
            assertThat(jedis.pttl("sessions:1")).isBetween(60_001L, 90_000L);
            assertThat(jedis.pttl("sessions:of:ada")).as("as long as the longest").isBetween(30_001L, 90_000L);
            assertThat(jedis.smembers("sessions:of:ada")).containsExactlyInAnyOrder("1", "2");
            assertThat(jedis.zrangeWithScores(ENDS, 0, -1)).extracting("element", "score").containsExactly(
                    org.assertj.core.groups.Tuple.tuple("2", 1_700_000_031_000d),
                    org.assertj.core.groups.Tuple.tuple("1", 1_700_000_091_000d));

            String sha = jedis.scriptLoad(END);
            assertThat((String) jedis.evalsha(sha, keys("1", "ada"), List.of("1"))).contains("\"user\":\"ada\"")
                    .contains("\"version\":2");
            assertThat(jedis.evalsha(sha, keys("1", "ada"), List.of("1"))).isNull();
            assertThat(jedis.smembers("sessions:of:ada")).containsExactly("2");
            assertThat(jedis.zrange(ENDS, 0, -1)).containsExactly("2");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void sessionsThatHaveExpiredAreForgotten(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            save(jedis, "short", "ada", 1, 1000);
            save(jedis, "long", "ada", 600_000, 1000);
            Await.until("it has expired", () -> !jedis.exists("sessions:short"));
            List<String> arguments = List.of("9999999", "10", "sessions:");
            assertThat(jedis.eval(CLEAN, List.of(ENDS), arguments)).isEqualTo(List.of("short"));
            assertThat(jedis.eval(CLEAN, List.of(ENDS), arguments)).isEqualTo(List.of());
            assertThat(jedis.zrange(ENDS, 0, -1)).as("it is still there").containsExactly("long");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void manyAtOnceLoseNothing(RedisProtocol protocol) throws InterruptedException {
        try (Jedis jedis = REDIS.connect(protocol)) {
            List<Thread> threads = IntStream.range(0, 4).mapToObj(number -> new Thread(() -> {
                try (Jedis own = REDIS.connectAgain(protocol)) {
                    for (int i = 0; i < 50; i++) {
                        save(own, "shared", "ada", 600_000, i, "by" + number, Integer.toString(i));
                    }
                }
            }, "saves-" + number)).toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(jedis.hget("sessions:shared", "version")).isEqualTo("200");
            assertThat(jedis.hmget("sessions:shared", "attr:by0", "attr:by3")).containsExactly("49", "49");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void whatIsNoSessionIsAnErrorWithTheLine(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.set("sessions:1", "a string");
            assertThatThrownBy(() -> save(jedis, "1", "ada", 60_000, 1)).isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("WRONGTYPE").hasMessageContaining("@user_script:2");
            assertThat(jedis.exists(ENDS)).isFalse();
        }
    }
}
