package io.quarkiverse.kvs.core.lua.lib;

import java.util.Locale;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaCoroutine;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** The library {@code coroutine}. */
public final class CoroutineLibrary {

    private CoroutineLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable coroutine = Library.open(state, "coroutine");
        Library.register(coroutine, "create", a -> new LuaCoroutine(function(a)));
        Library.register(coroutine, "resume", CoroutineLibrary::resume);
        Library.register(coroutine, "running", a -> a.state().running());
        Library.register(coroutine, "status", a -> LuaString.of(coroutine(a).status().name().toLowerCase(Locale.ROOT)));
        Library.register(coroutine, "wrap", a -> LuaCoroutine.wrap(new LuaCoroutine(function(a))));
        Library.register(coroutine, "yield", a -> LuaResults.of(LuaCoroutine.yield(a.state(), a.from(1))));
    }

    private static LuaFunction function(LuaArguments a) {
        a.check(a.get(1) instanceof LuaFunction && LuaState.isOfLua((LuaFunction) a.get(1)), 1, "Lua function expected");
        return (LuaFunction) a.get(1);
    }

    private static LuaCoroutine coroutine(LuaArguments a) {
        a.check(a.get(1) instanceof LuaCoroutine, 1, "coroutine expected");
        return (LuaCoroutine) a.get(1);
    }

    private static Object resume(LuaArguments a) {
        LuaCoroutine coroutine = coroutine(a);
        Object[] values;
        try {
            values = coroutine.resume(a.state(), a.from(2));
        } catch (LuaError e) {
            return LuaResults.of(false, e.value());
        }
        return BaseLibrary.succeeded(LuaResults.of(values));
    }
}
