package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaHostFunction;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** What the libraries share. */
final class Library {

    private Library() {
    }

    static void register(LuaTable table, String name, LuaHostFunction.Body body) {
        table.set(name, new LuaHostFunction(name, body));
    }

    /** A new global table. */
    static LuaTable open(LuaState state, String name) {
        LuaTable library = new LuaTable();
        state.globals().set(name, library);
        return library;
    }

    /** A string, or a number as text; null for others. */
    static LuaString text(Object value) {
        return value instanceof LuaString ? (LuaString) value
                : value instanceof Double ? LuaNumbers.toLuaString((Double) value) : null;
    }

    /** A message; as in C, a byte of zero ends it. */
    static LuaString messageArgument(LuaArguments a, int n, String fallback) {
        LuaString message = a.optString(n, LuaString.of(fallback));
        int end = 0;
        while (end < message.length() && message.at(end) != 0) {
            end++;
        }
        return message.substring(0, end);
    }
}
