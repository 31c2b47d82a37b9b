package io.quarkiverse.kvs.core.command.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.Deque;

import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/**
 * Makes values of Lua from the reply to a command that a script has called, as Redis does: in RESP2, or in RESP3 after
 * {@code redis.setresp(3)}.
 */
final class LuaReply extends ReplyWriter {

    private static final String COUNTED = "ignore_error_stats_update";

    private static final int UNKNOWN = -1;

    /** What an element goes to. */
    private enum Kind {
        ARRAY,
        MAP,
        SET,
        /** Read over. */
        ATTRIBUTE
    }

    private static final class Open {
        final Kind kind;
        final LuaTable table;
        /** What is returned: the table, or one that has it as a field. */
        final Object whole;
        int left;
        int count;
        Object key;

        Open(Kind kind, LuaTable table, Object whole, int left) {
            this.kind = kind;
            this.table = table;
            this.whole = whole;
            this.left = left;
        }
    }

    private final boolean resp3;
    private final Deque<Open> open = new ArrayDeque<>();
    private Object value;

    LuaReply(boolean resp3) {
        super(resp3 ? Dialect.RESP3 : Dialect.RESP2);
        this.resp3 = resp3;
    }

    /** What the command has replied. */
    Object take() {
        Object taken = value;
        value = null;
        return taken;
    }

    /** Says of an error that it has been counted, under the name that scripts can see in Redis. */
    static void counted(LuaTable error) {
        error.set(COUNTED, Boolean.TRUE);
    }

    static boolean isCounted(LuaTable error) {
        return Boolean.TRUE.equals(error.get(COUNTED));
    }

    static LuaTable errorOf(String message) {
        LuaTable table = new LuaTable();
        table.set("err", LuaString.of(message.getBytes(ISO_8859_1)));
        return table;
    }

    @Override
    public ReplyWriter in(Dialect other) {
        return this;
    }

    @Override
    public void begin() {
        open.clear();
        value = null;
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void rewind(long mark) {
        begin();
    }

    private void add(Object element) {
        if (open.isEmpty()) {
            value = element;
            return;
        }
        Open to = open.peek();
        switch (to.kind) {
            case ARRAY -> to.table.set(++to.count, element);
            case SET -> to.table.set(element, Boolean.TRUE);
            case MAP -> {
                if (to.count++ % 2 == 0) {
                    to.key = element;
                } else if (to.key != null) {
                    to.table.set(to.key, element);
                }
            }
            case ATTRIBUTE -> to.count++;
        }
        if (to.left > 0 && --to.left == 0) {
            close();
        }
    }

    private void close() {
        Open complete = open.pop();
        if (complete.kind != Kind.ATTRIBUTE) {
            add(complete.whole);
        }
    }

    private void open(Kind kind, int elements) {
        LuaTable table = new LuaTable();
        Object whole = table;
        if (kind == Kind.MAP || kind == Kind.SET) {
            LuaTable outer = new LuaTable();
            outer.set(kind == Kind.MAP ? "map" : "set", table);
            whole = outer;
        }
        open.push(new Open(kind, table, whole, elements));
        if (elements == 0) {
            close();
        }
    }

    @Override
    public void simple(String status) {
        LuaTable table = new LuaTable();
        table.set("ok", LuaString.of(status.getBytes(ISO_8859_1)));
        add(table);
    }

    @Override
    public void error(String message) {
        add(errorOf(message));
    }

    @Override
    public void bulk(Bytes bytes) {
        add(LuaString.of(bytes.copy()));
    }

    @Override
    public void integer(long number) {
        add((double) number);
    }

    @Override
    public void nil() {
        add(resp3 ? null : Boolean.FALSE);
    }

    @Override
    public void nilArray() {
        nil();
    }

    @Override
    public void array(int count) {
        open(Kind.ARRAY, count);
    }

    @Override
    public void map(int pairs) {
        open(resp3 ? Kind.MAP : Kind.ARRAY, 2 * pairs);
    }

    @Override
    public void set(int count) {
        open(resp3 ? Kind.SET : Kind.ARRAY, count);
    }

    @Override
    public void push(int count) {
        array(count);
    }

    @Override
    public long openArray() {
        open(Kind.ARRAY, UNKNOWN);
        return 0;
    }

    @Override
    public void closeArray(long opened, int count) {
        close();
    }

    @Override
    public void number(double number) {
        if (resp3) {
            single("double", number);
        } else {
            bulk(FloatingPoint.format(number));
        }
    }

    @Override
    public void number(String digits) {
        if (resp3) {
            single("double", Double.parseDouble(digits));
        } else {
            bulk(digits);
        }
    }

    @Override
    public void bool(boolean yes) {
        add(resp3 ? (Object) yes : Double.valueOf(yes ? 1 : 0));
    }

    @Override
    public void bigNumber(String digits) {
        if (resp3) {
            single("big_number", LuaString.of(digits));
        } else {
            bulk(digits);
        }
    }

    @Override
    public void attribute(int pairs) {
        open(Kind.ATTRIBUTE, 2 * pairs);
    }

    @Override
    public void verbatim(String format, String text) {
        if (!resp3) {
            bulk(text);
            return;
        }
        LuaTable verbatim = new LuaTable();
        verbatim.set("format", LuaString.of(format));
        verbatim.set("string", LuaString.of(text.getBytes(ISO_8859_1)));
        single("verbatim_string", verbatim);
    }

    private void single(String name, Object content) {
        LuaTable table = new LuaTable();
        table.set(name, content);
        add(table);
    }
}
