package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.lua.LuaUserdata;

/** {@code cjson.encode}. */
final class JsonEncoder {

    /** Values that the C library can have on its stack; it needs two for each table that it is in, and three to go on. */
    private static final int STACK = 8000;
    private static final int ORDINARY_DEPTH = 500;

    private static final String[] ESCAPES = new String[256];

    static {
        for (int i = 0; i < 32; i++) {
            ESCAPES[i] = String.format("\\u%04x", i);
        }
        ESCAPES[127] = "\\u007f";
        ESCAPES['\b'] = "\\b";
        ESCAPES['\t'] = "\\t";
        ESCAPES['\n'] = "\\n";
        ESCAPES['\f'] = "\\f";
        ESCAPES['\r'] = "\\r";
        ESCAPES['"'] = "\\\"";
        ESCAPES['/'] = "\\/";
        ESCAPES['\\'] = "\\\\";
    }

    private final LuaState state;
    private final CjsonLibrary.Settings settings;
    private final ByteBuffer out;

    JsonEncoder(LuaState state, CjsonLibrary.Settings settings) {
        this.state = state;
        this.settings = settings;
        this.out = new ByteBuffer(state, 256);
    }

    LuaString encode(Object value) {
        append(value, 0);
        return out.toLuaString();
    }

    private void append(Object value, int depth) {
        if (value instanceof LuaString) {
            append((LuaString) value);
        } else if (value instanceof Double) {
            append((Double) value);
        } else if (value instanceof Boolean) {
            out.add((Boolean) value ? "true" : "false");
        } else if (value == null || value == LuaUserdata.NULL) {
            out.add("null");
        } else if (value instanceof LuaTable) {
            if (depth % ORDINARY_DEPTH == ORDINARY_DEPTH - 1) {
                state.onLargeStack(() -> {
                    append((LuaTable) value, depth + 1);
                    return null;
                });
            } else {
                append((LuaTable) value, depth + 1);
            }
        } else {
            throw refused(value, "type not supported");
        }
    }

    private RuntimeException refused(Object value, String reason) {
        return state.error("Cannot serialise " + LuaState.typeName(value) + ": " + reason);
    }

    private void append(LuaTable table, int depth) {
        state.work(1);
        if (depth > settings.encodeMaxDepth || 2 * depth + 2 > STACK) {
            throw state.error("Cannot serialise, excessive nesting (" + depth + ")");
        }
        int length = arrayLength(table);
        if (length > 0) {
            out.add('[');
            for (int i = 1; i <= length; i++) {
                if (i > 1) {
                    out.add(',');
                }
                append(table.get(i), depth);
            }
            out.add(']');
        } else {
            appendObject(table, depth);
        }
    }

    /** The greatest index, if all keys are positive integers; -1 for an object. */
    private int arrayLength(LuaTable table) {
        int max = 0;
        int items = 0;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            Object key = table.keyAt(i);
            if (!(key instanceof Double)) {
                return -1;
            }
            double index = (Double) key;
            if (index < 1 || Math.floor(index) != index) {
                return -1;
            }
            if (index > max) {
                // As C casts on x86-64.
                max = index <= Integer.MAX_VALUE ? (int) index : Integer.MIN_VALUE;
            }
            items++;
        }
        if (settings.sparseRatio > 0 && max > items * settings.sparseRatio && max > settings.sparseSafe) {
            if (settings.sparseConvert == 0) {
                throw refused(table, "excessively sparse array");
            }
            return -1;
        }
        return max;
    }

    private void appendObject(LuaTable table, int depth) {
        out.add('{');
        boolean comma = false;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            if (comma) {
                out.add(',');
            }
            comma = true;
            Object key = table.keyAt(i);
            if (key instanceof Double) {
                out.add('"');
                append((Double) key);
                out.add("\":");
            } else if (key instanceof LuaString) {
                append((LuaString) key);
                out.add(':');
            } else {
                throw refused(key, "table key must be a number or string");
            }
            append(table.valueAt(i), depth);
        }
        out.add('}');
    }

    private void append(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            if (settings.encodeInvalidNumbers == 0) {
                throw refused(number, "must not be NaN or Inf");
            }
            if (settings.encodeInvalidNumbers == 2) {
                out.add("null");
                return;
            }
            if (Double.isNaN(number)) {
                out.add("nan");
                return;
            }
        }
        out.add(LuaNumbers.general(number, settings.precision));
    }

    private void append(LuaString text) {
        out.add('"');
        byte[] bytes = text.bytes();
        int plain = 0;
        for (int i = 0; i < bytes.length; i++) {
            String escape = ESCAPES[bytes[i] & 0xff];
            if (escape != null) {
                out.add(bytes, plain, i - plain);
                out.add(escape);
                plain = i + 1;
            }
        }
        out.add(bytes, plain, bytes.length - plain);
        out.add('"');
    }
}
