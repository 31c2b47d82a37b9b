package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RBitSet;
import org.redisson.api.RedissonClient;
import org.redisson.config.Protocol;

/** Strings as bit sets of Redisson. */
class RedissonBitSetIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void bits(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RBitSet bits = redisson.getBitSet("b");
        assertThat(bits.set(7)).as("the old bit").isFalse();
        assertThat(bits.set(7)).isTrue();
        bits.set(16, 20);
        assertThat(bits.get(17)).isTrue();
        assertThat(bits.get(7, 8, 19)).containsExactly(true, false, true);
        assertThat(bits.cardinality()).isEqualTo(5);
        assertThat(bits.size()).isEqualTo(24);
        bits.clear(16, 18);
        BitSet expected = new BitSet();
        expected.set(7);
        expected.set(18, 20);
        assertThat(bits.asBitSet()).isEqualTo(expected);

        redisson.getBitSet("c").set(7);
        bits.xor("c");
        assertThat(bits.get(7)).isFalse();
        bits.or("c");
        assertThat(bits.get(7)).isTrue();
        bits.not();
        assertThat(bits.cardinality()).isEqualTo(21);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void numbers(Protocol protocol) {
        RBitSet bits = REDIS.connect(protocol).getBitSet("b");
        assertThat(bits.setUnsigned(5, 3, 31)).as("the old number").isZero();
        assertThat(bits.getUnsigned(5, 3)).isEqualTo(31);
        assertThat(bits.getSigned(5, 3)).isEqualTo(-1);
        assertThat(bits.incrementAndGetUnsigned(5, 3, 2)).as("wraps around").isEqualTo(1);
        assertThat(bits.setLong(64, Long.MIN_VALUE)).isZero();
        assertThat(bits.getLong(64)).isEqualTo(Long.MIN_VALUE);
        assertThat(bits.incrementAndGetByte(8, (byte) -1)).isEqualTo((byte) -1);
    }
}
