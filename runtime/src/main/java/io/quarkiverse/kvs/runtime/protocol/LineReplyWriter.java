package io.quarkiverse.kvs.runtime.protocol;

import io.quarkiverse.kvs.runtime.store.Bytes;

/**
 * Replies of the line protocol.
 *
 * <pre>
 * +OK              a single line
 * -why             an error
 * *2               two lines that belong together
 * first
 * second
 * </pre>
 *
 * Every line ends in CRLF, so a value that holds a CR or LF cannot be sent: an error takes the place of the whole reply.
 */
public final class LineReplyWriter implements ReplyWriter {

    static final String LINE_BREAK = "the reply holds a line break, which the line protocol cannot carry";

    private final ReplyBuffer buffer;
    private int start;
    private int elements;
    /** Whether this reply has become an error, which whatever else the command writes does not change. */
    private boolean failed;

    public LineReplyWriter(ReplyBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public void begin() {
        start = buffer.size();
        elements = 0;
        failed = false;
    }

    @Override
    public void end() {
        // Nothing is held back.
    }

    @Override
    public void rewind() {
        buffer.truncate(start);
        elements = 0;
        failed = false;
    }

    @Override
    public void simple(String status) {
        if (open()) {
            buffer.put(status);
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
        } else if (open()) {
            buffer.put(value.array(), value.offset(), value.length());
            buffer.putLineEnd();
        }
    }

    @Override
    public void array(int count) {
        if (!failed) {
            buffer.put('*');
            buffer.put(count);
            buffer.putLineEnd();
            elements = count;
        }
    }

    @Override
    public void error(String message) {
        if (!failed) {
            fail(message);
        }
    }

    /** @return whether there is something to write; the sign of a single line is written */
    private boolean open() {
        if (failed) {
            return false;
        }
        if (elements > 0) {
            elements--;
        } else {
            buffer.put('+');
        }
        return true;
    }

    private void fail(String message) {
        rewind();
        failed = true;
        buffer.put('-');
        buffer.put(message.replace('\r', ' ').replace('\n', ' '));
        buffer.putLineEnd();
    }
}
