package io.quarkiverse.kvs.it.redis;

import static io.quarkus.redis.datasource.bitmap.BitFieldArgs.signed;
import static io.quarkus.redis.datasource.bitmap.BitFieldArgs.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.bitmap.BitFieldArgs;
import io.quarkus.redis.datasource.bitmap.BitFieldArgs.OverflowType;
import io.quarkus.redis.datasource.bitmap.BitMapCommands;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#bitmap()}. */
@QuarkusTest
class BitmapsTest extends DataSourceTest {

    @Test
    void bits() {
        BitMapCommands<String> bitmaps = redis.bitmap();
        assertThat(bitmaps.setbit("days", 7, 1)).as("the old bit").isZero();
        assertThat(bitmaps.setbit("days", 7, 1)).isEqualTo(1);
        bitmaps.setbit("days", 17, 1);
        assertThat(bitmaps.getbit("days", 17)).isEqualTo(1);
        assertThat(bitmaps.getbit("days", 100)).isZero();
        assertThat(bitmaps.bitcount("days")).isEqualTo(2);
        assertThat(bitmaps.bitcount("days", 1, -1)).isEqualTo(1);
        assertThat(bitmaps.bitpos("days", 1)).isEqualTo(7);
        assertThat(bitmaps.bitpos("days", 1, 1)).isEqualTo(17);
        assertThat(bitmaps.bitpos("days", 1, 1, 1)).isEqualTo(-1);
    }

    @Test
    void operations() {
        BitMapCommands<String> bitmaps = redis.bitmap();
        redis.value(String.class).set("a", "abc");
        redis.value(String.class).set("b", "ABC");
        assertThat(bitmaps.bitopXor("xor", "a", "b")).isEqualTo(3);
        assertThat(redis.value(String.class).get("xor")).isEqualTo("   ");
        bitmaps.bitopOr("or", "b", "xor");
        assertThat(redis.value(String.class).get("or")).isEqualTo("abc");
        bitmaps.bitopAnd("and", "a", "b");
        assertThat(redis.value(String.class).get("and")).isEqualTo("ABC");
        assertThat(bitmaps.bitopNot("not", "no")).isZero();
    }

    @Test
    void fields() {
        BitMapCommands<String> bitmaps = redis.bitmap();
        assertThat(bitmaps.bitfield("f", new BitFieldArgs().set(unsigned(8), 8, 200).incrBy(unsigned(8), 8, 100)))
                .as("wraps around").containsExactly(0L, 44L);
        assertThat(bitmaps.bitfield("f", new BitFieldArgs().overflow(OverflowType.SAT).incrBy(signed(5), 0, 100)
                .overflow(OverflowType.FAIL).incrBy(signed(5), 0, 1))).containsExactly(15L, null);
    }

    @Test
    void reactively() {
        long count = reactive.bitmap().setbit("b", 3, 1).chain(() -> reactive.bitmap().bitcount("b")).await()
                .atMost(Duration.ofSeconds(30));
        assertThat(count).isEqualTo(1);
    }
}
