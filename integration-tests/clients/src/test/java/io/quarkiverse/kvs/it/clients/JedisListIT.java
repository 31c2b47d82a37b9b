package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.args.ListPosition;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.LPosParams;
import redis.clients.jedis.util.KeyValue;

/** Lists with Jedis. */
class JedisListIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void ends(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.rpush("l", "c", "d")).isEqualTo(2);
            assertThat(jedis.lpush("l", "b", "a")).as("one after the other").isEqualTo(4);
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("a", "b", "c", "d");
            assertThat(jedis.lpushx("no", "x")).isZero();
            assertThat(jedis.rpushx("l", "e")).isEqualTo(5);
            assertThat(jedis.lpop("l")).isEqualTo("a");
            assertThat(jedis.rpop("l")).isEqualTo("e");
            assertThat(jedis.rpop("l", 2)).containsExactly("d", "c");
            assertThat(jedis.lpop("l", 10)).containsExactly("b");
            assertThat(jedis.lpop("l")).isNull();
            assertThat(jedis.exists("l")).as("a list without elements").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void positions(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.rpush("l", "a", "b", "c", "b", "a");
            assertThat(jedis.llen("l")).isEqualTo(5);
            assertThat(jedis.lindex("l", 1)).isEqualTo("b");
            assertThat(jedis.lindex("l", -2)).isEqualTo("b");
            assertThat(jedis.lindex("l", 5)).isNull();
            assertThat(jedis.lpos("l", "b")).isEqualTo(1);
            assertThat(jedis.lpos("l", "x")).isNull();
            assertThat(jedis.lpos("l", "b", LPosParams.lPosParams().rank(-1), 0)).containsExactly(3L, 1L);
            assertThat(jedis.linsert("l", ListPosition.AFTER, "c", "d")).isEqualTo(6);
            assertThat(jedis.linsert("l", ListPosition.BEFORE, "x", "d")).isEqualTo(-1);
            assertThat(jedis.lset("l", -1, "z")).isEqualTo("OK");
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("a", "b", "c", "d", "b", "z");
            assertThat(jedis.lrem("l", -1, "b")).as("from the end").isEqualTo(1);
            assertThat(jedis.lrange("l", 2, 100)).containsExactly("c", "d", "z");
            assertThat(jedis.ltrim("l", 1, -2)).isEqualTo("OK");
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("b", "c", "d");
            assertThatThrownBy(() -> jedis.lset("l", 3, "x")).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR index out of range");
            assertThatThrownBy(() -> jedis.lset("no", 0, "x")).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR no such key");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void moves(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.rpush("from", "a", "b", "c", "d", "e");
            assertThat(jedis.lmove("from", "to", ListDirection.LEFT, ListDirection.RIGHT)).isEqualTo("a");
            assertThat(jedis.rpoplpush("from", "to")).isEqualTo("e");
            assertThat(jedis.lrange("to", 0, -1)).containsExactly("e", "a");
            assertThat(jedis.rpoplpush("from", "from")).as("a ring").isEqualTo("d");
            assertThat(jedis.lrange("from", 0, -1)).containsExactly("d", "b", "c");
            KeyValue<String, List<String>> popped = jedis.lmpop(ListDirection.RIGHT, 2, "no", "from", "to");
            assertThat(popped.getKey()).isEqualTo("from");
            assertThat(popped.getValue()).containsExactly("c", "b");
            assertThat(jedis.lmpop(ListDirection.LEFT, "no")).isNull();
        }
    }

    /** Long enough not to be stored in one piece. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void longLists(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Pipeline pipeline = jedis.pipelined()) {
            List<Response<Long>> sizes = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                sizes.add(pipeline.rpush("l", "element " + i));
            }
            Response<List<String>> all = pipeline.lrange("l", 0, -1);
            Response<String> middle = pipeline.lindex("l", 2500);
            pipeline.sync();
            assertThat(sizes.get(4999).get()).isEqualTo(5000);
            assertThat(all.get()).isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "element " + i).toList());
            assertThat(middle.get()).isEqualTo("element 2500");
            assertThat(jedis.linsert("l", ListPosition.BEFORE, "element 2500", "between")).isEqualTo(5001);
            assertThat(jedis.lrange("l", 2499, 2501)).containsExactly("element 2499", "between", "element 2500");
            assertThat(jedis.objectEncoding("l")).isEqualTo("quicklist");
            assertThat(jedis.lpop("l", 4999)).hasSize(4999).endsWith("element 4997");
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("element 4998", "element 4999");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void otherTypes(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.set("s", "v");
            assertThatThrownBy(() -> jedis.lpush("s", "a")).isInstanceOf(JedisDataException.class)
                    .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
            jedis.lpush("l", "a");
            assertThatThrownBy(() -> jedis.rpoplpush("l", "s")).isInstanceOf(JedisDataException.class)
                    .hasMessageStartingWith("WRONGTYPE");
            assertThat(jedis.lrange("l", 0, -1)).as("nothing popped").containsExactly("a");
            assertThat(jedis.type("l")).isEqualTo("list");
        }
    }
}
