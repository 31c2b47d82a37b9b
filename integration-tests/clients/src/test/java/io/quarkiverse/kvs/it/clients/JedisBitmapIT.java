package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.BitCountOption;
import redis.clients.jedis.args.BitOP;
import redis.clients.jedis.params.BitPosParams;

/** Strings as bitmaps with Jedis. */
class JedisBitmapIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void bits(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.setbit("days", 7, true)).as("the old bit").isFalse();
            assertThat(jedis.setbit("days", 7, true)).isTrue();
            jedis.setbit("days", 17, true);
            assertThat(jedis.getbit("days", 17)).isTrue();
            assertThat(jedis.getbit("days", 100_000)).isFalse();
            assertThat(jedis.get("days".getBytes(UTF_8))).containsExactly(0x01, 0x00, 0x40);
            assertThat(jedis.bitcount("days")).isEqualTo(2);
            assertThat(jedis.bitcount("days", 1, -1)).as("from the second byte").isEqualTo(1);
            assertThat(jedis.bitcount("days", 7, 16, BitCountOption.BIT)).isEqualTo(1);
            assertThat(jedis.bitpos("days", true)).isEqualTo(7);
            assertThat(jedis.bitpos("days", true, BitPosParams.bitPosParams().start(1))).isEqualTo(17);
            assertThat(jedis.bitpos("days", false,
                    BitPosParams.bitPosParams().start(7).end(10).modifier(BitCountOption.BIT))).isEqualTo(8);
            assertThat(jedis.bitpos("no", true)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void operations(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            jedis.set("a".getBytes(UTF_8), new byte[] { 0b1100, 0b1111 });
            jedis.set("b".getBytes(UTF_8), new byte[] { 0b1010 });
            assertThat(jedis.bitop(BitOP.AND, "and", "a", "b")).isEqualTo(2);
            assertThat(jedis.get("and".getBytes(UTF_8))).containsExactly(0b1000, 0);
            jedis.bitop(BitOP.OR, "or", "a", "b");
            assertThat(jedis.get("or".getBytes(UTF_8))).containsExactly(0b1110, 0b1111);
            jedis.bitop(BitOP.XOR, "xor", "a", "b");
            assertThat(jedis.get("xor".getBytes(UTF_8))).containsExactly(0b0110, 0b1111);
            jedis.bitop(BitOP.NOT, "not", "b");
            assertThat(jedis.get("not".getBytes(UTF_8))).containsExactly(~0b1010);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void fields(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.bitfield("f", "SET", "u8", "#1", "200", "GET", "u8", "8", "INCRBY", "u8", "8", "100"))
                    .as("wraps around").containsExactly(0L, 200L, 44L);
            assertThat(jedis.bitfield("f", "OVERFLOW", "SAT", "INCRBY", "i5", "0", "100")).containsExactly(15L);
            assertThat(jedis.bitfield("f", "OVERFLOW", "FAIL", "INCRBY", "i5", "0", "1")).containsExactly((Long) null);
            assertThat(jedis.bitfieldReadonly("f", "GET", "i5", "0", "GET", "i8", "8")).containsExactly(15L, 44L);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void pipelines(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Pipeline pipeline = jedis.pipelined()) {
            List<Response<Boolean>> bits = new ArrayList<>();
            for (int i = 0; i < 1000; i += 3) {
                pipeline.setbit("b", i, true);
            }
            for (int i = 0; i < 1000; i++) {
                bits.add(pipeline.getbit("b", i));
            }
            pipeline.sync();
            for (int i = 0; i < 1000; i++) {
                assertThat(bits.get(i).get()).isEqualTo(i % 3 == 0);
            }
            assertThat(jedis.bitcount("b")).isEqualTo(334);
        }
    }
}
