package io.quarkiverse.kvs.core.command.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.lua.LuaHostFunction;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaPrototype;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaSandbox;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/**
 * Runs the code of libraries, which register their functions. As in Redis, the only global variable that there is meanwhile is
 * a table {@code redis} that can do little else; the functions themselves see all others later.
 */
final class LibraryLoading {

    private final LuaState lua;
    /** The environment of libraries and of their functions: it has nothing, and tells where else to look. */
    private final LuaTable environment;
    private final LuaTable whileLoading = new LuaTable();
    private final LuaTable whileRunning = new LuaTable();
    /** Of the library that is being loaded; null if none is. */
    private List<StoredFunction> registered;

    /** @param lua with all that functions see */
    LibraryLoading(ServerState server, LuaState lua) {
        this.lua = lua;
        LuaTable redis = lua.newTable();
        redis.set("register_function", new LuaHostFunction("register_function", this::register));
        RedisLibrary.addLog(server, redis);
        RedisLibrary.addVersion(redis);
        LuaSandbox.refuseMissing(redis);
        LuaTable globals = lua.newTable();
        globals.set("redis", redis);
        LuaSandbox.refuseMissing(globals);
        LuaSandbox.protect(globals);
        whileLoading.set("__index", globals);
        whileLoading.setReadOnly(true);
        whileRunning.set("__index", lua.globals());
        whileRunning.setReadOnly(true);
        environment = lua.newTable();
        environment.setMetatable(whileRunning);
        environment.setReadOnly(true);
    }

    /** @throws LuaError that the code raises */
    List<StoredFunction> run(LuaPrototype code) {
        List<StoredFunction> functions = new ArrayList<>();
        registered = functions;
        environment.setMetatable(whileLoading);
        try {
            lua.call(lua.load(code, environment));
        } finally {
            environment.setMetatable(whileRunning);
            registered = null;
        }
        return functions;
    }

    /** What the library that is being loaded has registered so far. */
    List<LuaFunction> registered() {
        return registered == null ? List.of() : registered.stream().map(StoredFunction::code).toList();
    }

    private Object register(LuaArguments arguments) {
        if (registered == null) {
            throw error("redis.register_function can only be called on FUNCTION LOAD command");
        }
        if (arguments.count() < 1 || arguments.count() > 2) {
            throw error("wrong number of arguments to redis.register_function");
        }
        StoredFunction function = arguments.count() == 1 ? named(arguments.get(1)) : positional(arguments);
        if (!LibraryHeader.isName(function.name())) {
            throw error(LibraryHeader.NAMES);
        }
        if (registered.stream().anyMatch(each -> each.name().equalsIgnoreCase(function.name()))) {
            throw error("Function already exists in the library");
        }
        registered.add(function);
        return LuaResults.NONE;
    }

    private StoredFunction positional(LuaArguments arguments) {
        byte[] name = text(arguments.get(1), "first argument to redis.register_function must be a string");
        if (!(arguments.get(2) instanceof LuaFunction code)) {
            throw error("second argument to redis.register_function must be a function");
        }
        return function(name, null, EnumSet.noneOf(ScriptFlag.class), code);
    }

    private StoredFunction named(Object argument) {
        if (!(argument instanceof LuaTable table)) {
            throw error("calling redis.register_function with a single argument is only applicable to Lua table (representing "
                    + "named arguments).");
        }
        byte[] name = null;
        byte[] description = null;
        LuaFunction code = null;
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            Object value = table.valueAt(i);
            byte[] key = text(table.keyAt(i), "named argument key given to redis.register_function is not a string");
            switch (new String(key, ISO_8859_1).toLowerCase(Locale.ROOT)) {
                case "function_name" ->
                    name = text(value, "function_name argument given to redis.register_function must be a string");
                case "description" ->
                    description = text(value, "description argument given to redis.register_function must be a string");
                case "callback" -> {
                    if (!(value instanceof LuaFunction given)) {
                        throw error("callback argument given to redis.register_function must be a function");
                    }
                    code = given;
                }
                case "flags" -> flags = flags(value);
                default -> throw error("unknown argument given to redis.register_function");
            }
        }
        if (name == null) {
            throw error("redis.register_function must get a function name argument");
        }
        if (code == null) {
            throw error("redis.register_function must get a callback argument");
        }
        return function(name, description, flags, code);
    }

    private Set<ScriptFlag> flags(Object value) {
        if (!(value instanceof LuaTable table)) {
            throw error("flags argument to redis.register_function must be a table representing function flags");
        }
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = 1; table.get(i) != null; i++) {
            byte[] name = text(table.get(i), "unknown flag given");
            ScriptFlag flag = ScriptFlag.of(new String(name, ISO_8859_1).toLowerCase(Locale.ROOT));
            if (flag == null) {
                throw error("unknown flag given");
            }
            flags.add(flag);
        }
        return flags;
    }

    private static StoredFunction function(byte[] name, byte[] description, Set<ScriptFlag> flags, LuaFunction code) {
        return new StoredFunction(new String(name, ISO_8859_1), description, flags, code);
    }

    /** A string, or a number as text. */
    private byte[] text(Object value, String otherwise) {
        if (value instanceof LuaString string) {
            return string.bytes();
        }
        if (value instanceof Double number) {
            return LuaNumbers.toLuaString(number).bytes();
        }
        throw error(otherwise);
    }

    private LuaError error(String message) {
        return lua.raise(LuaReply.errorOf("ERR " + message));
    }
}
