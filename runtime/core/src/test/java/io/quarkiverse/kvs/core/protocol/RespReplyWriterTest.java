package io.quarkiverse.kvs.core.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

class RespReplyWriterTest {

    @Test
    void typesThatBothVersionsHave() {
        same(reply -> reply.simple("OK"), "+OK\r\n");
        same(reply -> reply.error("ERR why\r\nnot"), "-ERR why  not\r\n");
        same(reply -> reply.integer(-42), ":-42\r\n");
        same(reply -> reply.bulk("a\r\nb"), "$4\r\na\r\nb\r\n");
        same(reply -> reply.bulk(new Bytes().show(new byte[0])), "$0\r\n\r\n");
        same(reply -> reply.bulk(Long.MIN_VALUE), "$20\r\n-9223372036854775808\r\n");
        same(reply -> {
            reply.array(2);
            reply.array(1);
            reply.integer(1);
            reply.emptyArray();
        }, "*2\r\n*1\r\n:1\r\n*0\r\n");
    }

    @Test
    void typesThatAreNewInTheThird() {
        different(ReplyWriter::nil, "$-1\r\n", "_\r\n");
        different(ReplyWriter::nilArray, "*-1\r\n", "_\r\n");
        different(reply -> reply.map(2), "*4\r\n", "%2\r\n");
        different(reply -> reply.set(2), "*2\r\n", "~2\r\n");
        different(reply -> reply.push(3), "*3\r\n", ">3\r\n");
        different(reply -> reply.number(1.5), "$3\r\n1.5\r\n", ",1.5\r\n");
        different(reply -> reply.number("1.50"), "$4\r\n1.50\r\n", ",1.50\r\n");
        different(reply -> reply.number(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n");
        different(reply -> reply.bool(true), ":1\r\n", "#t\r\n");
        different(reply -> reply.bool(false), ":0\r\n", "#f\r\n");
        different(reply -> reply.bigNumber("123"), "$3\r\n123\r\n", "(123\r\n");
        different(reply -> reply.verbatim("a\nb"), "$3\r\na\nb\r\n", "=7\r\ntxt:a\nb\r\n");
    }

    @Test
    void anArrayMayTellItsLengthAtItsEnd() {
        same(reply -> {
            reply.array(2);
            long opened = reply.openArray();
            for (int i = 0; i < 1000; i++) {
                reply.bulk("x");
            }
            reply.closeArray(opened, 1000);
            reply.ok();
        }, "*2\r\n*1000\r\n" + "$1\r\nx\r\n".repeat(1000) + "+OK\r\n");
    }

    @Test
    void aReplyCanBeTakenBack() {
        same(reply -> {
            reply.ok();
            long mark = reply.mark();
            reply.array(2);
            reply.bulk("x");
            reply.rewind(mark);
            reply.nilArray();
            reply.rewind(mark);
            reply.error("ERR why");
        }, "+OK\r\n-ERR why\r\n");
    }

    private static void same(Consumer<ReplyWriter> write, String expected) {
        different(write, expected, expected);
    }

    private static void different(Consumer<ReplyWriter> write, String resp2, String resp3) {
        assertThat(written(write, Dialect.RESP2)).isEqualTo(resp2);
        assertThat(written(write, Dialect.RESP3)).isEqualTo(resp3);
    }

    private static String written(Consumer<ReplyWriter> write, Dialect dialect) {
        ReplyBuffer buffer = new ReplyBuffer();
        ReplyWriter reply = ReplyWriter.of(dialect, buffer);
        reply.begin();
        write.accept(reply);
        return new String(buffer.copy(), ISO_8859_1);
    }
}
