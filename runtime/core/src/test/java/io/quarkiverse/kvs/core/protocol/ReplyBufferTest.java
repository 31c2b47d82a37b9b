package io.quarkiverse.kvs.core.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyBufferTest {

    private final ReplyBuffer buffer = new ReplyBuffer(1);

    @ParameterizedTest
    @ValueSource(longs = { 0, 9, 10, 19, 99, 100, 101, 12_345, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE })
    void aHeaderIsACharacterAndANumber(long number) {
        buffer.putHeader(':', number);
        assertThat(text()).isEqualTo(":" + number + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 9, 10, 99, 100, 1000 })
    void aBulkIsItsLengthAndItsBytes(int length) {
        byte[] bytes = "x".repeat(length).getBytes(US_ASCII);
        buffer.putBulk(bytes, 0, length);
        assertThat(text()).isEqualTo("$" + length + "\r\n" + "x".repeat(length) + "\r\n");
    }

    @Test
    void aReplyMayBeAsLongAsTheLimitAndNoLonger() {
        buffer.limit("$5\r\nhello\r\n".length());
        buffer.putBulk("hello".getBytes(US_ASCII), 0, 5);
        assertThat(text()).isEqualTo("$5\r\nhello\r\n");
        buffer.clear();
        buffer.putHeader(':', 890);
        assertThatThrownBy(() -> buffer.putBulk("hello".getBytes(US_ASCII), 0, 5)).isInstanceOf(ReplyTooLargeException.class);
        assertThat(text()).isEqualTo(":890\r\n");
    }

    private String text() {
        return new String(buffer.copy(), US_ASCII);
    }
}
