package io.quarkiverse.kvs.core.protocol;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/**
 * Replies of the line protocol.
 *
 * <pre>
 * +OK              a single line
 * -why             an error
 * -nil             there is no value
 * *2               two lines that belong together
 * first
 * second
 * </pre>
 *
 * Every line ends in CRLF, so a value that holds a CR or LF cannot be sent, nor can an array within an array, unless it is
 * empty and so an empty line: an error takes the place of the whole reply.
 */
final class LineReplyWriter extends ReplyWriter {

    static final String LINE_BREAK = "the reply holds a line break, which the line protocol cannot carry: use RESP";
    static final String NESTED = "the reply is nested, which the line protocol cannot carry: use RESP";

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final ReplyBuffer buffer;
    private int start;
    /** The lines of an array that are still to come. */
    private int elements;
    /** Whether this reply has become an error, which nothing else that the command writes changes. */
    private boolean failed;

    LineReplyWriter(ReplyBuffer buffer) {
        super(Dialect.LINE);
        this.buffer = buffer;
    }

    @Override
    public ReplyWriter in(Dialect other) {
        return this;
    }

    @Override
    public void begin() {
        start = buffer.size();
        elements = 0;
        failed = false;
    }

    @Override
    public long mark() {
        return (long) elements << Integer.SIZE | buffer.size();
    }

    @Override
    public void rewind(long mark) {
        if (!failed) {
            elements = (int) (mark >> Integer.SIZE);
            buffer.truncate((int) mark);
        }
    }

    @Override
    public void simple(String status) {
        line("+", status);
    }

    @Override
    public void error(String message) {
        if (!failed) {
            takeElement();
            buffer.put('-');
            buffer.put(oneLine(message));
            buffer.putLineEnd();
        }
    }

    @Override
    public void bulk(Bytes value) {
        if (failed) {
            return;
        }
        if (value.hasLineBreak()) {
            fail(LINE_BREAK);
            return;
        }
        if (!takeElement()) {
            buffer.put('+');
        }
        buffer.put(value.array(), value.offset(), value.length());
        buffer.putLineEnd();
    }

    @Override
    public void integer(long number) {
        line("+", Long.toString(number));
    }

    @Override
    public void nil() {
        if (!failed) {
            takeElement();
            buffer.put("-nil\r\n");
        }
    }

    @Override
    public void nilArray() {
        nil();
    }

    @Override
    public void array(int count) {
        if (failed) {
            return;
        }
        if (elements > 0) {
            if (count > 0) {
                fail(NESTED);
            } else {
                line("", "");
            }
            return;
        }
        buffer.put("*" + count + "\r\n");
        elements = count;
    }

    @Override
    public void map(int pairs) {
        array(2 * pairs);
    }

    @Override
    public void set(int count) {
        array(count);
    }

    @Override
    public void push(int count) {
        array(count);
    }

    @Override
    public long openArray() {
        if (elements > 0) {
            fail(NESTED);
        }
        elements = UNKNOWN;
        return buffer.size();
    }

    @Override
    public void closeArray(long opened, int count) {
        if (!failed) {
            buffer.insert((int) opened, "*" + count + "\r\n");
            elements = 0;
        }
    }

    @Override
    public void number(double number) {
        number(FloatingPoint.format(number));
    }

    @Override
    public void number(String digits) {
        line("+", digits);
    }

    @Override
    public void bool(boolean yes) {
        integer(yes ? 1 : 0);
    }

    @Override
    public void bigNumber(String digits) {
        bulk(digits);
    }

    @Override
    public void attribute(int pairs) {
        fail(NESTED);
    }

    @Override
    public void verbatim(String format, String text) {
        bulk(text);
    }

    private void line(String sign, String text) {
        if (!failed) {
            if (!takeElement()) {
                buffer.put(sign);
            }
            buffer.put(text);
            buffer.putLineEnd();
        }
    }

    /** Counts one line of an array, if this is in one. */
    private boolean takeElement() {
        if (elements > 0 && elements != UNKNOWN) {
            elements--;
            return true;
        }
        return elements == UNKNOWN;
    }

    private void fail(String message) {
        buffer.truncate(start);
        elements = 0;
        failed = true;
        buffer.put('-');
        buffer.put(message);
        buffer.putLineEnd();
    }
}
