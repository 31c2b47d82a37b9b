package io.quarkiverse.kvs.core.protocol;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/**
 * Replies of RESP, version 2 or 3.
 *
 * <pre>
 *                 RESP2              RESP3
 * status          +OK                +OK
 * error           -ERR why           -ERR why
 * value           $3 CRLF abc        $3 CRLF abc
 * integer         :5                 :5
 * no value        $-1                _
 * no array        *-1                _
 * array           *2 ...             *2 ...
 * map             *4 ...             %2 ...
 * set             *2 ...             ~2 ...
 * message         *3 ...             >3 ...
 * number          $3 CRLF 1.5        ,1.5
 * boolean         :1                 #t
 * big integer     $3 CRLF 123        (123
 * verbatim        $3 CRLF abc        =7 CRLF txt:abc
 * </pre>
 */
final class RespReplyWriter extends ReplyWriter {

    private final ReplyBuffer buffer;
    private final boolean resp3;

    RespReplyWriter(ReplyBuffer buffer, Dialect dialect) {
        super(dialect);
        this.buffer = buffer;
        resp3 = dialect == Dialect.RESP3;
    }

    @Override
    public ReplyWriter in(Dialect other) {
        return other == dialect() ? this : of(other, buffer);
    }

    @Override
    public void begin() {
        // Nothing is remembered from one reply to the next.
    }

    @Override
    public long mark() {
        return buffer.size();
    }

    @Override
    public void rewind(long mark) {
        buffer.truncate((int) mark);
    }

    @Override
    public void simple(String status) {
        buffer.put('+');
        buffer.put(status);
        buffer.putLineEnd();
    }

    @Override
    public void error(String message) {
        buffer.put('-');
        buffer.put(oneLine(message));
        buffer.putLineEnd();
    }

    @Override
    public void bulk(Bytes value) {
        buffer.putBulk(value.array(), value.offset(), value.length());
    }

    @Override
    public void integer(long number) {
        header(':', number);
    }

    @Override
    public void nil() {
        buffer.put(resp3 ? "_\r\n" : "$-1\r\n");
    }

    @Override
    public void nilArray() {
        buffer.put(resp3 ? "_\r\n" : "*-1\r\n");
    }

    @Override
    public void array(int count) {
        header('*', count);
    }

    @Override
    public void map(int pairs) {
        if (resp3) {
            header('%', pairs);
        } else {
            header('*', 2L * pairs);
        }
    }

    @Override
    public void set(int count) {
        header(resp3 ? '~' : '*', count);
    }

    @Override
    public void push(int count) {
        header(resp3 ? '>' : '*', count);
    }

    @Override
    public long openArray() {
        return buffer.size();
    }

    @Override
    public void closeArray(long opened, int count) {
        buffer.insert((int) opened, "*" + count + "\r\n");
    }

    @Override
    public void number(double number) {
        number(FloatingPoint.format(number));
    }

    @Override
    public void number(String digits) {
        if (resp3) {
            buffer.put(',');
            buffer.put(digits);
            buffer.putLineEnd();
        } else {
            bulk(digits);
        }
    }

    @Override
    public void bool(boolean yes) {
        if (resp3) {
            buffer.put(yes ? "#t\r\n" : "#f\r\n");
        } else {
            integer(yes ? 1 : 0);
        }
    }

    @Override
    public void bigNumber(String digits) {
        if (resp3) {
            buffer.put('(');
            buffer.put(digits);
            buffer.putLineEnd();
        } else {
            bulk(digits);
        }
    }

    @Override
    public void attribute(int pairs) {
        header('|', pairs);
    }

    @Override
    public void verbatim(String format, String text) {
        if (resp3) {
            header('=', text.length() + 4L);
            buffer.put(format);
            buffer.put(":");
            buffer.put(text);
            buffer.putLineEnd();
        } else {
            bulk(text);
        }
    }

    private void header(char type, long number) {
        buffer.putHeader(type, number);
    }
}
