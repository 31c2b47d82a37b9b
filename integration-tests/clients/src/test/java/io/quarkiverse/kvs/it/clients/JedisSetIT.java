package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

/** Sets with Jedis. */
class JedisSetIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void members(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.sadd("s", "a", "b", "a")).isEqualTo(2);
            assertThat(jedis.sadd("s", "b", "c")).isEqualTo(1);
            assertThat(jedis.scard("s")).isEqualTo(3);
            assertThat(jedis.sismember("s", "b")).isTrue();
            assertThat(jedis.sismember("s", "x")).isFalse();
            assertThat(jedis.smismember("s", "a", "x", "c")).containsExactly(true, false, true);
            assertThat(jedis.smembers("s")).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(jedis.smembers("no")).isEmpty();
            assertThat(jedis.smove("s", "t", "a")).isEqualTo(1);
            assertThat(jedis.smove("s", "t", "a")).as("no longer there").isZero();
            assertThat(jedis.smembers("t")).containsExactly("a");
            assertThat(jedis.srem("s", "b", "x", "c")).isEqualTo(2);
            assertThat(jedis.exists("s")).as("a set without members").isFalse();
            assertThat(jedis.type("t")).isEqualTo("set");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void algebra(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.sadd("even", "2", "4", "6", "8");
            jedis.sadd("threes", "3", "6", "9");
            assertThat(jedis.sunion("even", "threes", "no")).containsExactlyInAnyOrder("2", "3", "4", "6", "8", "9");
            assertThat(jedis.sinter("even", "threes")).containsExactly("6");
            assertThat(jedis.sinter("even", "no")).isEmpty();
            assertThat(jedis.sdiff("even", "threes")).containsExactlyInAnyOrder("2", "4", "8");
            assertThat(jedis.sintercard("even", "even")).isEqualTo(4);
            assertThat(jedis.sintercard(3, "even", "even")).as("at most 3").isEqualTo(3);
            assertThat(jedis.sunionstore("result", "even", "threes")).isEqualTo(6);
            assertThat(jedis.sdiffstore("result", "threes", "even")).isEqualTo(2);
            assertThat(jedis.smembers("result")).containsExactlyInAnyOrder("3", "9");
            assertThat(jedis.sinterstore("result", "even", "no")).isZero();
            assertThat(jedis.exists("result")).as("the result was empty").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void random(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.sadd("s", "a", "b", "c", "d", "e");
            assertThat(jedis.srandmember("s")).isIn("a", "b", "c", "d", "e");
            assertThat(jedis.srandmember("s", 3)).hasSize(3).doesNotHaveDuplicates().isSubsetOf("a", "b", "c", "d", "e");
            assertThat(jedis.srandmember("s", -30)).as("with repetitions").hasSize(30);
            assertThat(jedis.scard("s")).isEqualTo(5);

            Set<String> popped = new TreeSet<>(jedis.spop("s", 3));
            assertThat(popped).hasSize(3);
            popped.add(jedis.spop("s"));
            popped.addAll(jedis.spop("s", 10));
            assertThat(popped).containsExactly("a", "b", "c", "d", "e");
            assertThat(jedis.spop("s")).isNull();
            assertThat(jedis.exists("s")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void encodings(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.sadd("s", "3", "-1", "2");
            assertThat(jedis.objectEncoding("s")).isEqualTo("intset");
            List<String> members = jedis.sscan("s", ScanParams.SCAN_POINTER_START).getResult();
            assertThat(members).as("integers in their order").containsExactly("-1", "2", "3");
            jedis.sadd("s", "three");
            assertThat(jedis.objectEncoding("s")).isEqualTo("hashtable");
            assertThat(jedis.smembers("s")).containsExactlyInAnyOrder("-1", "2", "3", "three");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void scanning(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            for (int i = 0; i < 1000; i++) {
                jedis.sadd("s", "n" + i);
            }
            jedis.sadd("s", "other");
            List<String> scanned = new ArrayList<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page = jedis.sscan("s", cursor, new ScanParams().match("n*").count(100));
                scanned.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(new TreeSet<>(scanned)).hasSize(1000).doesNotContain("other");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void pipelines(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Pipeline pipeline = jedis.pipelined()) {
            List<Response<Long>> added = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                added.add(pipeline.sadd("s", Integer.toString(i / 2)));
            }
            Response<Long> size = pipeline.scard("s");
            pipeline.sync();
            for (int i = 0; i < 1000; i++) {
                assertThat(added.get(i).get()).as("only the first of two").isEqualTo(1 - i % 2);
            }
            assertThat(size.get()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void otherTypes(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.set("string", "v");
            jedis.sadd("s", "a");
            assertThatThrownBy(() -> jedis.sadd("string", "a")).isInstanceOf(JedisDataException.class)
                    .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
            assertThatThrownBy(() -> jedis.sunionstore("result", "s", "string")).isInstanceOf(JedisDataException.class)
                    .hasMessageStartingWith("WRONGTYPE");
            assertThat(jedis.exists("result")).isFalse();
        }
    }
}
