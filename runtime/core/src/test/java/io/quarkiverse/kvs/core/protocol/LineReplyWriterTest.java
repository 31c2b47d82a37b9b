package io.quarkiverse.kvs.core.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;

class LineReplyWriterTest {

    private final ReplyBuffer buffer = new ReplyBuffer();
    private final LineReplyWriter reply = new LineReplyWriter(buffer);

    @Test
    void writesAStatus() {
        reply.begin();
        reply.ok();
        assertThat(written()).isEqualTo("+OK\r\n");
    }

    @Test
    void writesAValueAsItIs() {
        reply.begin();
        reply.bulk(bytes(" \u0000\u00ff "));
        assertThat(written()).isEqualTo("+ \u0000\u00ff \r\n");
    }

    @Test
    void writesTheEmptyValue() {
        reply.begin();
        reply.bulk(bytes(""));
        assertThat(written()).isEqualTo("+\r\n");
    }

    @Test
    void writesLinesThatBelongTogetherWithoutASign() {
        reply.begin();
        reply.array(2);
        reply.bulk(bytes("a"));
        reply.bulk(bytes(""));
        assertThat(written()).isEqualTo("*2\r\na\r\n\r\n");
    }

    @Test
    void writesNothingMoreWhenThereAreNone() {
        reply.begin();
        reply.array(0);
        reply.begin();
        reply.ok();
        assertThat(written()).isEqualTo("*0\r\n+OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\nb", "a\rb", "\n", "a\r\n+OK" })
    void doesNotSplitAValueIntoLines(String value) {
        reply.begin();
        reply.bulk(bytes(value));
        reply.begin();
        reply.ok();
        assertThat(written()).isEqualTo("-" + LineReplyWriter.LINE_BREAK + "\r\n+OK\r\n");
    }

    @Test
    void takesBackAReplyThatIsHalfWrittenWhenItCannotBeCarried() {
        reply.begin();
        reply.ok();
        reply.begin();
        reply.array(3);
        reply.bulk(bytes("a"));
        reply.bulk(bytes("b\nc"));
        reply.bulk(bytes("d"));
        assertThat(written()).isEqualTo("+OK\r\n-" + LineReplyWriter.LINE_BREAK + "\r\n");
    }

    @Test
    void keepsAnErrorOnOneLine() {
        reply.begin();
        reply.error("invalid key a\r\nb\u00ff");
        assertThat(written()).isEqualTo("-invalid key a  b\u00ff\r\n");
    }

    @Test
    void putsAnErrorInThePlaceOfAReply() {
        reply.begin();
        long mark = reply.mark();
        reply.array(2);
        reply.bulk(bytes("a"));
        reply.rewind(mark);
        reply.error("why");
        assertThat(written()).isEqualTo("-why\r\n");
    }

    @Test
    void refusesToGrowPastTheLimit() {
        buffer.limit(100_000);
        reply.begin();
        reply.array(2);
        reply.bulk(bytes("x".repeat(99_990)));
        assertThatThrownBy(() -> reply.bulk(bytes("123456789"))).isInstanceOf(ReplyTooLargeException.class);
    }

    @Test
    void writesNumbersOfEveryLength() {
        long number = 1;
        for (int digits = 1; digits <= 19; digits++, number *= 10) {
            assertThat(number(number)).isEqualTo(Long.toString(number));
            assertThat(number(number - 1)).isEqualTo(Long.toString(number - 1));
            assertThat(number(-number)).isEqualTo(Long.toString(-number));
        }
        assertThat(number(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
        assertThat(number(Long.MIN_VALUE)).isEqualTo(Long.toString(Long.MIN_VALUE));
    }

    private String number(long number) {
        buffer.clear();
        buffer.put(number, Decimal.length(number));
        return written();
    }

    private String written() {
        return new String(buffer.array(), 0, buffer.size(), ISO_8859_1);
    }

    private static Bytes bytes(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return new Bytes().show(bytes, 0, bytes.length);
    }
}
