package io.quarkiverse.kvs.core.lua.lib;

import java.io.ByteArrayOutputStream;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaCoroutine;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.lua.LuaHostFunction;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaPrototype;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.lua.LuaUserdata;
import io.quarkiverse.kvs.core.lua.NextFunction;

/**
 * The basic functions, without those that Redis 7.0 takes away ({@code print dofile loadfile getfenv setfenv module require
 * newproxy}).
 */
public final class BaseLibrary {

    private static final LuaString METATABLE = LuaString.of("__metatable");
    private static final LuaString TOSTRING = LuaString.of("__tostring");
    private static final LuaString ERR = LuaString.of("err");
    /** As many as fit onto the stack of a C function. */
    private static final int MOST_UNPACKED = 8000;
    private static final int MOST_HANDLINGS = 100;

    private BaseLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable globals = state.globals();
        globals.set("_G", globals);
        globals.set("_VERSION", LuaString.of("Lua 5.1"));
        NextFunction next = new NextFunction();
        globals.set("next", next);
        LuaFunction iterate = new LuaHostFunction("ipairs_aux", BaseLibrary::nextIndex);
        Library.register(globals, "assert", BaseLibrary::assertTrue);
        Library.register(globals, "collectgarbage", BaseLibrary::collectGarbage);
        Library.register(globals, "error", BaseLibrary::error);
        Library.register(globals, "gcinfo", a -> LuaNumbers.box(Math.floor(a.state().memoryUsed() / 1024.0)));
        Library.register(globals, "getmetatable", BaseLibrary::getMetatable);
        Library.register(globals, "ipairs", a -> LuaResults.of(iterate, a.checkTable(1), LuaNumbers.box(0)));
        Library.register(globals, "load", BaseLibrary::load);
        Library.register(globals, "loadstring", BaseLibrary::loadString);
        Library.register(globals, "pairs", a -> LuaResults.of(next, a.checkTable(1), null));
        Library.register(globals, "pcall", BaseLibrary::pcall);
        Library.register(globals, "rawequal", a -> {
            Object first = a.checkAny(1);
            return LuaState.rawEquals(first, a.checkAny(2));
        });
        Library.register(globals, "rawget", a -> {
            LuaTable table = a.checkTable(1);
            return table.get(a.checkAny(2));
        });
        Library.register(globals, "rawset", a -> {
            LuaTable table = a.checkTable(1);
            a.checkAny(2);
            a.checkAny(3);
            a.state().rawSet(table, a.get(2), a.get(3));
            return table;
        });
        Library.register(globals, "select", BaseLibrary::select);
        Library.register(globals, "setmetatable", BaseLibrary::setMetatable);
        Library.register(globals, "tonumber", BaseLibrary::toNumber);
        Library.register(globals, "tostring", a -> toText(a.state(), a.checkAny(1)));
        Library.register(globals, "type", a -> LuaString.of(LuaState.typeName(a.checkAny(1))));
        Library.register(globals, "unpack", BaseLibrary::unpack);
        Library.register(globals, "xpcall", BaseLibrary::xpcall);
    }

    private static Object nextIndex(LuaArguments a) {
        int index = a.checkInt(2) + 1;
        Object value = a.checkTable(1).get(index);
        return value == null ? LuaResults.NONE : LuaResults.of(LuaNumbers.box(index), value);
    }

    private static Object assertTrue(LuaArguments a) {
        Object value = a.checkAny(1);
        if (value == null || value == Boolean.FALSE) {
            throw a.state().errorAt(Library.messageArgument(a, 2, "assertion failed!"), 1);
        }
        return LuaResults.of(a.from(1));
    }

    private static Object error(LuaArguments a) {
        int level = a.optInt(2, 1);
        Object value = a.get(1);
        boolean isText = value instanceof LuaString || value instanceof Double;
        if (isText && level > 0) {
            throw a.state().errorAt((LuaString) Library.text(value), level);
        }
        throw a.state().raise(value);
    }

    private static Object collectGarbage(LuaArguments a) {
        int option = a.checkOption(1, "collect", "stop", "restart", "collect", "count", "step", "setpause", "setstepmul");
        a.optInt(2, 0);
        switch (option) {
            case 3:
                return LuaNumbers.box(a.state().memoryUsed() / 1024.0);
            case 4:
                a.state().collectGarbage();
                return true;
            case 2:
                a.state().collectGarbage();
                return LuaNumbers.box(0);
            case 5:
            case 6:
                return LuaNumbers.box(200);
            default:
                return LuaNumbers.box(0);
        }
    }

    private static LuaTable metatable(LuaState state, Object value) {
        return value instanceof LuaTable ? ((LuaTable) value).metatable()
                : value instanceof LuaString ? state.stringMetatable() : null;
    }

    private static Object getMetatable(LuaArguments a) {
        LuaTable metatable = metatable(a.state(), a.checkAny(1));
        if (metatable == null) {
            return null;
        }
        Object hidden = metatable.get(METATABLE);
        return hidden == null ? metatable : hidden;
    }

    private static Object setMetatable(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        Object metatable = a.get(2);
        if (a.count() < 2 || !(metatable == null || metatable instanceof LuaTable)) {
            throw a.error(2, "nil or table expected");
        }
        if (table.metatable() != null && table.metatable().get(METATABLE) != null) {
            throw a.state().error("cannot change a protected metatable");
        }
        a.state().checkWritable(table);
        table.setMetatable((LuaTable) metatable);
        return table;
    }

    private static Object load(LuaArguments a) {
        LuaString name = a.optString(2, LuaString.of("=(load)"));
        LuaFunction reader = a.checkFunction(1);
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        try {
            while (true) {
                Object part = LuaResults.first(a.state().call(reader));
                if (part == null) {
                    break;
                }
                if (!(part instanceof LuaString || part instanceof Double)) {
                    throw a.state().error("reader function must return a string");
                }
                LuaString text = Library.text(part);
                if (text.length() == 0) {
                    break;
                }
                a.state().allocate(text.length());
                source.writeBytes(text.bytes());
            }
        } catch (LuaError e) {
            return LuaResults.of(null, e.value());
        }
        return compile(a.state(), source.toByteArray(), name);
    }

    private static Object loadString(LuaArguments a) {
        LuaString source = a.checkString(1);
        return compile(a.state(), source.bytes(), a.optString(2, source));
    }

    private static Object compile(LuaState state, byte[] source, LuaString name) {
        state.work(source.length / 8);
        state.allocate(source.length * 8L);
        try {
            return state.load(LuaPrototype.compile(source, name));
        } catch (LuaError e) {
            return LuaResults.of(null, e.value());
        }
    }

    private static Object pcall(LuaArguments a) {
        a.checkAny(1);
        try {
            return succeeded(a.state().callValue(a.get(1), a.from(2)));
        } catch (LuaError e) {
            return failed(e.value());
        }
    }

    /**
     * As the {@code pcall} of Redis returns an error: of a table, as commands raise it, the text in {@code err}; the table and
     * what is in {@code err}, if that is no text.
     */
    private static Object failed(Object error) {
        if (!(error instanceof LuaTable)) {
            return LuaResults.of(false, error);
        }
        Object text = ((LuaTable) error).get(ERR);
        return text instanceof LuaString || text instanceof Double ? LuaResults.of(false, text)
                : LuaResults.of(false, error, text);
    }

    static Object succeeded(Object result) {
        Object[] values = LuaResults.all(result);
        Object[] all = new Object[values.length + 1];
        all[0] = true;
        System.arraycopy(values, 0, all, 1, values.length);
        return LuaResults.of(all);
    }

    private static Object xpcall(LuaArguments a) {
        a.checkAny(2);
        Object handler = a.get(2);
        Object error;
        try {
            return succeeded(a.state().callValue(a.get(1)));
        } catch (LuaError e) {
            error = e.value();
        }
        // An error in the handler is handed to the handler, too.
        for (int i = 0; i < MOST_HANDLINGS && handler instanceof LuaFunction; i++) {
            try {
                return LuaResults.of(false, LuaResults.first(a.state().call((LuaFunction) handler, error)));
            } catch (LuaError e) {
                error = e.value();
            }
        }
        return LuaResults.of(false, LuaString.of("error in error handling"));
    }

    private static Object select(LuaArguments a) {
        Object first = a.get(1);
        if (first instanceof LuaString && ((LuaString) first).length() > 0 && ((LuaString) first).at(0) == '#') {
            return LuaNumbers.box(a.count() - 1);
        }
        int n = a.checkInt(1);
        int from = n < 0 ? a.count() + n : Math.min(n, a.count());
        a.check(1 <= from, 1, "index out of range");
        return LuaResults.of(a.from(from + 1));
    }

    private static Object toNumber(LuaArguments a) {
        int base = a.optInt(2, 10);
        if (base == 10) {
            Object value = a.checkAny(1);
            return value instanceof Double ? value : value instanceof LuaString ? LuaNumbers.parse((LuaString) value) : null;
        }
        LuaString text = a.checkString(1);
        a.check(2 <= base && base <= 36, 2, "base out of range");
        return LuaNumbers.parse(text, base);
    }

    /** As {@code tostring} does it. */
    static Object toText(LuaState state, Object value) {
        LuaTable metatable = metatable(state, value);
        Object method = metatable == null ? null : metatable.get(TOSTRING);
        if (method != null) {
            return LuaResults.first(state.callValue(method, value));
        }
        if (value instanceof LuaString) {
            return value;
        }
        if (value instanceof Double) {
            return LuaNumbers.toLuaString((Double) value);
        }
        if (value == null || value instanceof Boolean) {
            return LuaString.of(value == null ? "nil" : value.toString());
        }
        if (value == LuaUserdata.NULL) {
            return LuaString.of("userdata: (nil)");
        }
        String kind = value instanceof LuaCoroutine ? "thread" : LuaState.typeName(value);
        return LuaString
                .of(kind + String.format(": 0x%012x", 0x7f0000000000L + 16L * (System.identityHashCode(value) & 0xffffffffL)));
    }

    private static Object unpack(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        int from = a.optInt(2, 1);
        int to = a.isNoneOrNil(3) ? table.length() : a.checkInt(3);
        if (from > to) {
            return LuaResults.NONE;
        }
        long count = (long) to - from + 1;
        if (count + a.count() > MOST_UNPACKED) {
            throw a.state().error("too many results to unpack");
        }
        Object[] values = new Object[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.get(from + i);
        }
        return LuaResults.of(values);
    }
}
