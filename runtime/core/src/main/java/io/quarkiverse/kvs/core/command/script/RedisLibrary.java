package io.quarkiverse.kvs.core.command.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaHostFunction;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/** The table {@code redis} of scripts: calling commands, and some help. Of one engine. */
final class RedisLibrary {

    /**
     * How long a script that has changed something waits for a key that it has not declared, in steps of a tenth of a
     * millisecond.
     */
    private static final int PATIENCE = 10_000;
    private static final long STEP_NANOS = 100_000;
    /** Once a message is so long, nothing is added to it. */
    private static final int LOGGED = 1024;
    private static final String VERSION = "7.0.15";
    private static final int VERSION_NUMBER = 0x0007000f;

    private final ServerState server;
    private final ScriptEngine engine;
    private final Request request = new Request();
    private final LuaReply resp2 = new LuaReply(false);
    private final LuaReply resp3 = new LuaReply(true);
    private boolean useResp3;

    RedisLibrary(ServerState server, ScriptEngine engine) {
        this.server = server;
        this.engine = engine;
    }

    /** A script begins. */
    void begin() {
        useResp3 = false;
    }

    /** Whether the script wants replies in RESP3. */
    boolean isResp3() {
        return useResp3;
    }

    /** Gives a state the table, for scripts or for functions. */
    void open(LuaState lua, boolean functions) {
        LuaTable redis = lua.newTable();
        add(redis, "call", arguments -> call(arguments, false));
        add(redis, "pcall", arguments -> call(arguments, true));
        add(redis, "error_reply", RedisLibrary::errorReply);
        add(redis, "status_reply", arguments -> single("ok", arguments));
        add(redis, "sha1hex", RedisLibrary::sha1hex);
        add(redis, "setresp", this::setresp);
        add(redis, "set_repl", RedisLibrary::setRepl);
        if (!functions) {
            add(redis, "replicate_commands", arguments -> Boolean.TRUE);
            add(redis, "breakpoint", arguments -> Boolean.FALSE);
            add(redis, "debug", arguments -> LuaResults.NONE);
        }
        add(redis, "acl_check_cmd", this::aclCheck);
        addLog(server, redis);
        number(redis, "REPL_NONE", 0);
        number(redis, "REPL_AOF", 1);
        number(redis, "REPL_SLAVE", 2);
        number(redis, "REPL_REPLICA", 2);
        number(redis, "REPL_ALL", 3);
        addVersion(redis);
        lua.globals().set("redis", redis);
    }

    static void addLog(ServerState server, LuaTable redis) {
        add(redis, "log", arguments -> log(server, arguments));
        number(redis, "LOG_DEBUG", 0);
        number(redis, "LOG_VERBOSE", 1);
        number(redis, "LOG_NOTICE", 2);
        number(redis, "LOG_WARNING", 3);
    }

    static void addVersion(LuaTable redis) {
        redis.set("REDIS_VERSION", LuaString.of(VERSION));
        number(redis, "REDIS_VERSION_NUM", VERSION_NUMBER);
    }

    private static void add(LuaTable to, String name, LuaHostFunction.Body body) {
        to.set(name, new LuaHostFunction(name, body));
    }

    private static void number(LuaTable to, String name, int number) {
        to.set(name, LuaNumbers.box(number));
    }

    // Calling commands

    private Object call(LuaArguments arguments, boolean isProtected) {
        LuaState lua = arguments.state();
        Object reply = lua.onHostThread(() -> call(arguments));
        if (!isProtected && reply instanceof LuaTable table && table.get("err") != null) {
            throw lua.raise(table);
        }
        return reply;
    }

    private Object call(LuaArguments arguments) {
        if (arguments.count() == 0) {
            return LuaReply.errorOf("ERR Please specify at least one argument for this redis lib call");
        }
        byte[][] words = new byte[arguments.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(arguments.get(i + 1));
            if (words[i] == null) {
                return LuaReply.errorOf("ERR Lua redis lib command arguments must be strings or integers");
            }
        }
        request.of(words);
        Command command = server.commands().find(request);
        if (command == null) {
            return rejected(null, "ERR Unknown Redis command called from script");
        }
        if (!command.accepts(words.length)) {
            return rejected(command, "ERR Wrong number of args calling Redis command from script");
        }
        CommandContext inner = engine.context().inner();
        LuaReply reply = useResp3 ? resp3 : resp2;
        engine.session().protocol(useResp3 ? 3 : 2);
        reply.begin();
        inner.prepare(engine.session(), request, reply, engine.context().now());
        String refusal = refusal(inner, command);
        if (refusal != null) {
            return rejected(command, refusal);
        }
        open(inner, command);
        if (command.mayWrite()) {
            engine.written();
        }
        server.executor().calls().fromScript(inner, command);
        Object taken = reply.take();
        if (taken instanceof LuaTable table && table.get("err") != null) {
            LuaReply.counted(table);
        }
        return taken;
    }

    private LuaTable rejected(Command command, String message) {
        server.telemetry().statistics().rejected(command, message);
        LuaTable error = LuaReply.errorOf(message);
        LuaReply.counted(error);
        return error;
    }

    /** @return null if it is neither a string nor a number */
    private static byte[] word(Object argument) {
        if (argument instanceof LuaString string) {
            return string.bytes();
        }
        if (argument instanceof Double number) {
            long whole = number.longValue();
            String text = whole == number && Math.abs(number) < 1e17 ? Long.toString(whole) : LuaNumbers.general(number, 17);
            return text.getBytes(US_ASCII);
        }
        return null;
    }

    private String refusal(CommandContext inner, Command command) {
        if (command.has(Flag.NOSCRIPT)) {
            return "ERR This Redis command is not allowed from script";
        }
        if (engine.isReadOnly() && command.mayWrite()) {
            return "ERR Write commands are not allowed from read-only scripts.";
        }
        String forbidden = server.executor().admission().inScript(inner, command, engine.context().session());
        if (forbidden != null) {
            return forbidden;
        }
        boolean mayExceed = engine.program().has(ScriptFlag.ALLOW_OOM) || engine.hasWritten();
        if (command.has(Flag.DENYOOM) && server.maxMemory().isExceeded()
                && (!mayExceed || server.maxMemory().isHeapShort())) {
            return MaxMemory.ERROR;
        }
        Obstacle obstacle = server.obstacles().together();
        return obstacle == null || command.has(Flag.ALLOW_BUSY) || !command.mayWrite() ? null
                : obstacleToWriting(obstacle, inner, command);
    }

    /** What keeps clients from writing keeps scripts from it; that another script runs does not. */
    private String obstacleToWriting(Obstacle obstacle, CommandContext inner, Command command) {
        String refusal = obstacle.refusal(command, engine.session(), inner);
        return refusal == null || refusal.startsWith("BUSY") ? null : refusal;
    }

    /** Sees to it that the gate is open for the keys of a command. */
    private void open(CommandContext inner, Command command) {
        Gate gate = inner.gate();
        long needed = command.has(Flag.WALKS_KEYSPACE) ? Store.ALL : server.executor().segments().orNone(inner, command);
        if ((needed & ~gate.segments()) == 0) {
            return;
        }
        engine.program().usedUndeclaredKeys();
        for (int i = 0; !gate.widen(needed); i++) {
            if (engine.mayBeRunAgain()) {
                throw engine.again();
            }
            if (i == PATIENCE) {
                throw new LuaError("ERR the script has not declared a key that another client is using; declare all keys");
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    // Help

    private static Object errorReply(LuaArguments arguments) {
        if (arguments.count() != 1 || !(arguments.get(1) instanceof LuaString text)) {
            return LuaReply.errorOf("ERR wrong number or type of arguments");
        }
        // As Redis: with a minus in front, without one, it is the same.
        boolean minus = text.length() > 0 && text.at(0) == '-';
        LuaString error = minus ? text.substring(1, text.length()) : text;
        // One word alone is no code of an error.
        return error.toString().indexOf(' ') < 0 ? LuaReply.errorOf("ERR " + error) : single("err", error);
    }

    private static Object single(String name, LuaArguments arguments) {
        return arguments.count() == 1 && arguments.get(1) instanceof LuaString text ? single(name, text)
                : LuaReply.errorOf("ERR wrong number or type of arguments");
    }

    private static LuaTable single(String name, LuaString text) {
        LuaTable table = new LuaTable();
        table.set(name, text);
        return table;
    }

    private static Object sha1hex(LuaArguments arguments) {
        if (arguments.count() != 1) {
            throw raise(arguments, "ERR wrong number of arguments");
        }
        byte[] bytes = arguments.checkString(1).bytes();
        return LuaString.of(Scripts.sha1(bytes, 0, bytes.length));
    }

    private static Object log(ServerState server, LuaArguments arguments) {
        if (arguments.count() < 2) {
            throw raise(arguments, "ERR redis.log() requires two arguments or more.");
        }
        if (!(arguments.get(1) instanceof Double level)) {
            throw raise(arguments, "ERR First argument must be a number (log level).");
        }
        if (level < 0 || level > 3) {
            throw raise(arguments, "ERR Invalid debug level.");
        }
        StringBuilder message = new StringBuilder();
        for (int i = 2; i <= arguments.count() && message.length() < LOGGED; i++) {
            Object part = arguments.get(i);
            if (part instanceof LuaString || part instanceof Double) {
                message.append(i > 2 ? " " : "").append(new String(arguments.checkString(i).bytes(), ISO_8859_1));
            }
        }
        server.telemetry().log().scriptSays(level.intValue(), message.toString());
        return LuaResults.NONE;
    }

    private Object setresp(LuaArguments arguments) {
        if (arguments.count() != 1) {
            throw raise(arguments, "ERR redis.setresp() requires one argument.");
        }
        long version = arguments.checkInteger(1);
        if (version != 2 && version != 3) {
            throw raise(arguments, "ERR RESP version must be 2 or 3.");
        }
        useResp3 = version == 3;
        return LuaResults.NONE;
    }

    private static Object setRepl(LuaArguments arguments) {
        if (arguments.count() != 1) {
            throw raise(arguments, "ERR redis.set_repl() requires two arguments.");
        }
        long flags = arguments.checkInteger(1);
        if ((flags & ~3) != 0) {
            throw raise(arguments, "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
        }
        return LuaResults.NONE;
    }

    private Object aclCheck(LuaArguments arguments) {
        if (arguments.count() == 0) {
            throw raise(arguments, "ERR Please specify at least one argument for this redis lib call");
        }
        Request asked = new Request();
        byte[][] words = new byte[arguments.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(arguments.get(i + 1));
            if (words[i] == null) {
                throw raise(arguments, "ERR redis.acl_check_cmd() command arguments must be strings or integers");
            }
        }
        asked.of(words);
        Command command = server.commands().find(asked);
        if (command == null) {
            throw raise(arguments, "ERR Invalid command passed to redis.acl_check_cmd()");
        }
        User user = engine.session().user();
        return !server.access().isDisabled(command, engine.context().session())
                && (user == null || user.check(command, asked) == null);
    }

    private static LuaError raise(LuaArguments arguments, String message) {
        return arguments.state().raise(LuaReply.errorOf(message));
    }
}
