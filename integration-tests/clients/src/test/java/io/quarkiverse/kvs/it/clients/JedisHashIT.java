package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Hashes with Jedis. */
class JedisHashIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void fields(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.hset("ada", "name", "Ada")).isEqualTo(1);
            assertThat(jedis.hset("ada", Map.of("name", "Ada Lovelace", "born", "1815"))).as("new fields").isEqualTo(1);
            assertThat(jedis.hmset("ada", Map.of("town", "London"))).isEqualTo("OK");
            assertThat(jedis.hsetnx("ada", "town", "Paris")).isZero();
            assertThat(jedis.hget("ada", "town")).isEqualTo("London");
            assertThat(jedis.hget("ada", "no")).isNull();
            assertThat(jedis.hmget("ada", "name", "no", "born")).containsExactly("Ada Lovelace", null, "1815");
            assertThat(jedis.hexists("ada", "town")).isTrue();
            assertThat(jedis.hlen("ada")).isEqualTo(3);
            assertThat(jedis.hstrlen("ada", "name")).isEqualTo(12);
            assertThat(jedis.hgetAll("ada"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("name", "Ada Lovelace", "born", "1815", "town", "London"));
            assertThat(jedis.hkeys("ada")).containsExactlyInAnyOrder("name", "born", "town");
            assertThat(jedis.hvals("ada")).containsExactlyInAnyOrder("Ada Lovelace", "1815", "London");
            assertThat(jedis.hdel("ada", "name", "no", "town")).isEqualTo(2);
            assertThat(jedis.hdel("ada", "born")).isEqualTo(1);
            assertThat(jedis.exists("ada")).as("a hash without fields").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void numbers(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.hincrBy("h", "n", 40)).isEqualTo(40);
            assertThat(jedis.hincrBy("h", "n", -82)).isEqualTo(-42);
            assertThat(jedis.hincrByFloat("h", "n", 0.5)).isEqualTo(-41.5);
            assertThat(jedis.hget("h", "n")).isEqualTo("-41.5");
            assertThatThrownBy(() -> jedis.hincrBy("h", "n", 1)).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR hash value is not an integer");
            jedis.hset("h", "n", Long.toString(Long.MAX_VALUE));
            assertThatThrownBy(() -> jedis.hincrBy("h", "n", 1)).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR increment or decrement would overflow");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void bytes(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            byte[] key = { 0, 13, 10, -1 };
            byte[] empty = {};
            jedis.hset(key, empty, new byte[] { -1, 0 });
            jedis.hset(key, new byte[] { 10 }, empty);
            assertThat(jedis.hget(key, empty)).containsExactly(-1, 0);
            assertThat(jedis.hget(key, new byte[] { 10 })).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void random(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.hrandfield("no")).isNull();
            jedis.hset("h", Map.of("a", "1", "b", "2", "c", "3"));
            assertThat(jedis.hrandfield("h")).isIn("a", "b", "c");
            assertThat(jedis.hrandfield("h", 2)).hasSize(2).doesNotHaveDuplicates().isSubsetOf("a", "b", "c");
            assertThat(jedis.hrandfield("h", -20)).as("with repetitions").hasSize(20).isSubsetOf("a", "b", "c");
            assertThat(jedis.hrandfieldWithValues("h", 5)).containsExactlyInAnyOrder(entry("a", "1"), entry("b", "2"),
                    entry("c", "3"));
        }
    }

    /** A small hash keeps the order of its fields, and says that it is one. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void encodings(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 128; i++) {
                names.add("f" + i);
                jedis.hset("h", "f" + i, "v");
            }
            assertThat(jedis.objectEncoding("h")).isEqualTo("listpack");
            List<String> scanned = new ArrayList<>();
            jedis.hscan("h", ScanParams.SCAN_POINTER_START).getResult().forEach(entry -> scanned.add(entry.getKey()));
            assertThat(scanned).isEqualTo(names);
            for (int i = 0; i < 385; i++) {
                jedis.hset("h", "g" + i, "v");
            }
            assertThat(jedis.objectEncoding("h")).isEqualTo("hashtable");
            assertThat(jedis.hlen("h")).isEqualTo(513);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void scanning(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            Map<String, String> numbers = new HashMap<>();
            for (int i = 0; i < 1000; i++) {
                numbers.put("n" + i, Integer.toString(i));
            }
            jedis.hset("h", numbers);
            jedis.hset("h", "other", "v");
            Map<String, String> scanned = new HashMap<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            int pages = 0;
            do {
                ScanResult<Map.Entry<String, String>> page = jedis.hscan("h", cursor, new ScanParams().match("n*").count(100));
                page.getResult().forEach(found -> scanned.put(found.getKey(), found.getValue()));
                cursor = page.getCursor();
                pages++;
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(scanned).isEqualTo(numbers);
            assertThat(pages).isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void pipelines(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Pipeline pipeline = jedis.pipelined()) {
            Map<Integer, Response<Map<String, String>>> people = new LinkedHashMap<>();
            for (int i = 0; i < 500; i++) {
                pipeline.hset("person:" + i, Map.of("id", Integer.toString(i), "visits", "1"));
                pipeline.hincrBy("person:" + i, "visits", i);
                people.put(i, pipeline.hgetAll("person:" + i));
            }
            pipeline.sync();
            people.forEach((i, person) -> assertThat(person.get())
                    .isEqualTo(Map.of("id", Integer.toString(i), "visits", Integer.toString(i + 1))));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void otherTypes(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.set("s", "v");
            assertThatThrownBy(() -> jedis.hset("s", "a", "1")).isInstanceOf(JedisDataException.class)
                    .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
            jedis.hset("h", "a", "1");
            assertThatThrownBy(() -> jedis.get("h")).isInstanceOf(JedisDataException.class).hasMessageStartingWith("WRONGTYPE");
            assertThat(jedis.type("h")).isEqualTo("hash");
        }
    }
}
