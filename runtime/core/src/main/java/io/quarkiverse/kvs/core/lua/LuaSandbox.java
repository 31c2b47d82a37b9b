package io.quarkiverse.kvs.core.lua;

import io.quarkiverse.kvs.core.lua.lib.BaseLibrary;
import io.quarkiverse.kvs.core.lua.lib.BitLibrary;
import io.quarkiverse.kvs.core.lua.lib.CjsonLibrary;
import io.quarkiverse.kvs.core.lua.lib.CmsgpackLibrary;
import io.quarkiverse.kvs.core.lua.lib.CoroutineLibrary;
import io.quarkiverse.kvs.core.lua.lib.MathLibrary;
import io.quarkiverse.kvs.core.lua.lib.StringLibrary;
import io.quarkiverse.kvs.core.lua.lib.StructLibrary;
import io.quarkiverse.kvs.core.lua.lib.TableLibrary;

/** The libraries and the protections of Redis 7.0. */
public final class LuaSandbox {

    private LuaSandbox() {
    }

    /** Gives a state what Redis 7.0.15 gives its scripts, without the table {@code redis}. */
    public static void open(LuaState state) {
        BaseLibrary.open(state);
        CoroutineLibrary.open(state);
        StringLibrary.open(state);
        TableLibrary.open(state);
        MathLibrary.open(state);
        CjsonLibrary.open(state);
        CmsgpackLibrary.open(state);
        StructLibrary.open(state);
        BitLibrary.open(state);
    }

    /**
     * Makes the globals, and all tables in reach of them, read-only, and refuses to read globals that are not there:
     * {@code Script attempted to access nonexistent global variable 'x'}. The host can still set globals.
     */
    public static void protect(LuaState state) {
        refuseMissing(state.globals());
        protect(state.globals());
        if (state.stringMetatable() != null) {
            protect(state.stringMetatable());
        }
    }

    /** Refuses to read what is not in a table, as if it were a global variable. */
    public static void refuseMissing(LuaTable table) {
        LuaTable metatable = new LuaTable();
        metatable.set("__index", new LuaHostFunction("__index", arguments -> {
            throw arguments.state()
                    .error("Script attempted to access nonexistent global variable '" + arguments.checkString(2) + "'");
        }));
        table.setMetatable(metatable);
    }

    /** Makes a table, and all tables in reach of it, read-only for scripts. */
    public static void protect(LuaTable table) {
        if (table.isReadOnly()) {
            return;
        }
        table.setReadOnly(true);
        if (table.metatable() != null) {
            protect(table.metatable());
        }
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            if (table.valueAt(i) instanceof LuaTable) {
                protect((LuaTable) table.valueAt(i));
            }
        }
    }
}
