package io.quarkiverse.kvs.runtime.inprocess;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Makes objects of what a command answers, for callers in the same process. */
public final class ReplyBuilder extends ReplyWriter {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    /** A reply of several that is not complete. */
    private static final class Open {
        final List<Reply> elements = new ArrayList<>();
        final Function<List<Reply>, Reply> type;
        final int size;

        Open(int size, Function<List<Reply>, Reply> type) {
            this.size = size;
            this.type = type;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private Reply reply;
    private boolean textWanted;
    private String text;

    public ReplyBuilder() {
        super(Dialect.RESP3);
    }

    /** Says whether the next reply, if it is a value, is to be decoded to a text at once. */
    void expectText(boolean yes) {
        textWanted = yes;
    }

    /** The value that was answered as text, or null if something else was: see {@link #takeReply()}. */
    String takeText() {
        String taken = text;
        text = null;
        return taken;
    }

    /** What was answered, or null if nothing was. Not kept here: it may be large. */
    public Reply takeReply() {
        Reply taken = reply;
        reply = null;
        return taken;
    }

    @Override
    public ReplyWriter in(Dialect other) {
        return this;
    }

    @Override
    public void begin() {
        open.clear();
        reply = null;
    }

    @Override
    public long mark() {
        int elements = open.isEmpty() ? 0 : open.peek().elements.size();
        return (long) open.size() << Integer.SIZE | elements;
    }

    @Override
    public void rewind(long mark) {
        while (open.size() > mark >> Integer.SIZE) {
            open.pop();
        }
        if (open.isEmpty()) {
            reply = null;
        } else {
            List<Reply> elements = open.peek().elements;
            elements.subList((int) mark, elements.size()).clear();
        }
    }

    @Override
    public void simple(String status) {
        add(new Reply.Status(status));
    }

    @Override
    public void error(String message) {
        add(new Reply.Error(message));
    }

    @Override
    public void bulk(Bytes value) {
        if (textWanted && open.isEmpty()) {
            text = value.utf8();
        } else {
            add(new Reply.Bulk(value.copy()));
        }
    }

    @Override
    public void integer(long number) {
        add(new Reply.Int(number));
    }

    @Override
    public void nil() {
        add(new Reply.Nil());
    }

    @Override
    public void nilArray() {
        nil();
    }

    @Override
    public void array(int count) {
        open(count, Reply.Array::new);
    }

    @Override
    public void map(int pairs) {
        open(2 * pairs, ReplyBuilder::pairs);
    }

    @Override
    public void set(int count) {
        open(count, Reply.Set::new);
    }

    @Override
    public void push(int count) {
        array(count);
    }

    @Override
    public long openArray() {
        open.push(new Open(UNKNOWN, Reply.Array::new));
        return 0;
    }

    @Override
    public void closeArray(long opened, int count) {
        close();
    }

    @Override
    public void number(double number) {
        add(new Reply.Decimal(number));
    }

    @Override
    public void number(String digits) {
        number(Double.parseDouble(digits));
    }

    @Override
    public void bool(boolean yes) {
        add(new Reply.Bool(yes));
    }

    @Override
    public void bigNumber(String digits) {
        bulk(digits);
    }

    @Override
    public void attribute(int pairs) {
        // No method returns them: they are read over, as clients do.
        open.push(new Open(2 * pairs, null));
    }

    @Override
    public void verbatim(String format, String text) {
        bulk(text);
    }

    private void open(int size, Function<List<Reply>, Reply> type) {
        open.push(new Open(size, type));
        if (size == 0) {
            close();
        }
    }

    private void add(Reply element) {
        if (open.isEmpty()) {
            reply = element;
            return;
        }
        open.peek().elements.add(element);
        if (open.peek().elements.size() == open.peek().size) {
            close();
        }
    }

    private void close() {
        Open complete = open.pop();
        if (complete.type == null) {
            return;
        }
        add(complete.type.apply(List.copyOf(complete.elements)));
    }

    private static Reply pairs(List<Reply> elements) {
        Map<Reply, Reply> pairs = new LinkedHashMap<>();
        for (int i = 0; i < elements.size(); i += 2) {
            pairs.put(elements.get(i), elements.get(i + 1));
        }
        return new Reply.Pairs(pairs);
    }
}
