package io.quarkiverse.kvs.it.clients;

import static io.lettuce.core.BitFieldArgs.signed;
import static io.lettuce.core.BitFieldArgs.typeWidthBasedOffset;
import static io.lettuce.core.BitFieldArgs.unsigned;
import static io.quarkiverse.kvs.it.clients.LettuceExtension.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.BitFieldArgs;
import io.lettuce.core.BitFieldArgs.OverflowType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/** Strings as bitmaps with Lettuce. */
class LettuceBitmapIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void bits(RedisCommands<String, String> redis) {
        assertThat(redis.setbit("days", 7, 1)).as("the old bit").isZero();
        assertThat(redis.setbit("days", 7, 1)).isEqualTo(1);
        redis.setbit("days", 17, 1);
        assertThat(redis.getbit("days", 17)).isEqualTo(1);
        assertThat(redis.bitcount("days")).isEqualTo(2);
        assertThat(redis.bitcount("days", 1, -1)).isEqualTo(1);
        assertThat(redis.bitpos("days", true)).isEqualTo(7);
        assertThat(redis.bitpos("days", true, 1)).isEqualTo(17);
        assertThat(redis.bitpos("days", false, 0, 0)).isZero();

        redis.set("a", "abc");
        redis.set("b", "ABC");
        assertThat(redis.bitopXor("xor", "a", "b")).isEqualTo(3);
        assertThat(redis.get("xor")).isEqualTo("   ");
        redis.bitopOr("or", "b", "xor");
        assertThat(redis.get("or")).isEqualTo("abc");
        redis.bitopAnd("and", "a", "b", "no");
        assertThat(redis.bitcount("and")).isZero();
        redis.bitopNot("not", "xor");
        assertThat(redis.bitcount("not")).isEqualTo(21);
    }

    @EachProtocol
    void fields(RedisCommands<String, String> redis) {
        assertThat(redis.bitfield("f",
                new BitFieldArgs().set(unsigned(8), typeWidthBasedOffset(1), 200).get(unsigned(8), 8)
                        .incrBy(unsigned(8), 8, 100)))
                .as("wraps around").containsExactly(0L, 200L, 44L);
        assertThat(redis.bitfield("f", new BitFieldArgs().overflow(OverflowType.SAT).incrBy(signed(5), 0, 100)
                .overflow(OverflowType.FAIL).incrBy(signed(5), 0, 1))).containsExactly(15L, null);
    }

    @EachProtocol
    void pipelines(StatefulRedisConnection<String, String> connection) {
        List<Long> old = pipeline(connection, 1000, (redis, i) -> redis.setbit("b", i % 700, 1));
        assertThat(old).filteredOn(bit -> bit == 1).hasSize(300);
        assertThat(connection.sync().bitcount("b")).isEqualTo(700);
    }
}
