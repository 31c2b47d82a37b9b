package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The checksum, against the ones that Redis tells, and against the definition. */
class Crc64Test {

    @Example
    void isThatOfRedis() {
        byte[] digits = "123456789".getBytes(US_ASCII);
        assertThat(Crc64.of(digits, 0, digits.length)).isEqualTo(0xe9c6d914c4b8d9caL);
        assertThat(Crc64.of(digits, 3, 0)).isZero();
    }

    @Property(tries = 300)
    void isWhatTheDefinitionSays(@ForAll byte[] bytes) {
        int from = bytes.length / 3;
        long crc = 0;
        for (int i = from; i < bytes.length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                boolean differs = (crc & 1) != (bytes[i] >> bit & 1);
                crc = crc >>> 1 ^ (differs ? Long.reverse(0xad93d23594c935a9L) : 0);
            }
        }
        assertThat(Crc64.of(bytes, from, bytes.length - from)).isEqualTo(crc);
    }
}
