package io.quarkiverse.kvs.core.command.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.CountedException;
import io.quarkiverse.kvs.core.command.RunAgainException;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.lua.LuaAbort;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.lua.LuaLimits;
import io.quarkiverse.kvs.core.lua.LuaPrototype;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaSandbox;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.lua.lib.MathLibrary;

/**
 * Runs scripts for one thread, one at a time: with a state of Lua of its own, which all of its scripts share, as they do in
 * Redis.
 * <p>
 * A script runs within the opening of the gate of the command that calls it. As long as it has changed nothing, it can be
 * stopped and run anew: on a thread that may take its time, when it turns out to be long; with the gate open for everything,
 * when it uses keys that it has not declared and others have them.
 */
public final class ScriptEngine {

    /** After so many steps the clock is looked at. */
    private static final int STEPS = 10_000;
    /** So often steps are counted before a script is long, about a millisecond. */
    private static final int SHORT = 5;

    /** What is loaded may take its time. */
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private final ServerState server;
    private final LuaState lua = new LuaState(LuaLimits.DEFAULT.withMemory(mostMemory()));
    private final Session session;
    private final RedisLibrary library;
    /** Null if it runs scripts, and no functions. */
    private final LibraryLoading loading;

    // Of what runs.
    private CommandContext context;
    private Program program;
    private boolean readOnly;
    private boolean mayBeRunAgain;
    private boolean written;
    private RunningScript running;
    private int turns;
    /** Of the library that is being loaded, in nanoseconds. */
    private long deadline = NO_DEADLINE;

    private ScriptEngine(ServerState server, boolean functions) {
        this.server = server;
        session = server.clients().inProcess(CallerKind.SCRIPT, 0, server.time().currentTimeMillis());
        LuaSandbox.open(lua);
        library = new RedisLibrary(server, this);
        library.open(lua, functions);
        LuaSandbox.protect(lua);
        loading = functions ? new LibraryLoading(server, lua) : null;
        lua.setHook(state -> steps(), STEPS);
    }

    /** What scripts may hold in memory, in bytes. */
    private static long mostMemory() {
        return Math.max(16 << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /** For scripts. */
    public static ScriptEngine ofScripts(ServerState server) {
        return new ScriptEngine(server, false);
    }

    /**
     * For functions.
     *
     * @param kept the functions that are loaded
     */
    static ScriptEngine ofFunctions(ServerState server, Supplier<? extends Collection<LuaFunction>> kept) {
        ScriptEngine engine = new ScriptEngine(server, true);
        engine.lua.keeps(() -> {
            List<LuaFunction> all = new ArrayList<>(kept.get());
            all.addAll(engine.loading.registered());
            return all;
        });
        return engine;
    }

    /** The session that its commands are called in. */
    Session session() {
        return session;
    }

    /** The command that has called the script that runs. */
    CommandContext context() {
        return context;
    }

    Program program() {
        return program;
    }

    /** Whether it may not write. */
    boolean isReadOnly() {
        return readOnly;
    }

    /** A command of it has changed something, or is about to. */
    void written() {
        mayBeRunAgain = false;
        written = true;
        if (running != null) {
            running.written();
        }
    }

    /** Whether it has changed something, or was about to. */
    boolean hasWritten() {
        return written;
    }

    /** Whether it has changed nothing, and can be run anew. */
    boolean mayBeRunAgain() {
        return mayBeRunAgain;
    }

    /**
     * Runs a script, and writes its reply.
     *
     * @param c the command that calls it
     * @param firstKey the argument that is its first key; those of other arguments follow the keys
     */
    public void run(CommandContext c, Script script, int firstKey, int keys, boolean noWrites) {
        run(c, script, noWrites, () -> {
            lua.globals().set("KEYS", arguments(c, firstKey, firstKey + keys));
            lua.globals().set("ARGV", arguments(c, firstKey + keys, c.count()));
            return lua.call(lua.load(script.prototype()));
        });
    }

    /** Runs a function, and writes its reply: see {@link #run(CommandContext, Script, int, int, boolean)}. */
    void run(CommandContext c, StoredFunction function, int firstKey, int keys, boolean noWrites) {
        run(c, function, noWrites, () -> lua.call(function.code(), arguments(c, firstKey, firstKey + keys),
                arguments(c, firstKey + keys, c.count())));
    }

    private void run(CommandContext c, Program called, boolean noWrites, Supplier<Object> call) {
        refuse(c, called, noWrites);
        context = c;
        program = called;
        readOnly = noWrites || called.has(ScriptFlag.NO_WRITES);
        mayBeRunAgain = !c.isExecuting();
        written = false;
        running = null;
        turns = 0;
        session.database(c.session().database());
        session.user(c.session().user());
        library.begin();
        MathLibrary.seed(lua, c.random().nextInt());
        try {
            Object result = call.get();
            new ScriptResult(c, library.isResp3()).write(LuaResults.first(result));
            ended();
        } catch (LuaError e) {
            ended();
            String message = message(e, called.name());
            throw e.value() instanceof LuaTable table && LuaReply.isCounted(table) ? new CountedException(message)
                    : new CommandException(message);
        } catch (LuaAbort e) {
            if (e instanceof RunAgain) {
                throw RunAgainException.INSTANCE;
            }
            throw new CommandException(e.getMessage());
        } finally {
            if (running != null) {
                server.scripts().ended(running);
            }
            context = null;
            program = null;
        }
    }

    /** Holds a program to what it says of itself. */
    private void refuse(CommandContext c, Program called, boolean noWrites) {
        if (!called.hasFlags() || called.has(ScriptFlag.NO_WRITES)) {
            return;
        }
        if (noWrites) {
            throw new CommandException("ERR Can not execute a script with write flag using *_ro command.");
        }
        if (!called.has(ScriptFlag.ALLOW_OOM) && server.maxMemory().isExceeded()) {
            throw new CommandException(c.isExecuting()
                    ? "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'"
                    : MaxMemory.ERROR);
        }
    }

    /**
     * Runs the code of a library, which registers functions.
     *
     * @param millis how long that may take; 0 for any time
     * @throws CommandException if it fails
     */
    List<StoredFunction> load(byte[] code, long millis) {
        LuaPrototype prototype;
        try {
            prototype = LuaPrototype.compile(code, "@user_function");
        } catch (LuaError e) {
            throw new CommandException("ERR Error compiling function: " + e.getMessage());
        }
        deadline = millis == 0 ? NO_DEADLINE : server.time().nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            return loading.run(prototype);
        } catch (LuaError e) {
            throw new CommandException("ERR Error registering functions: " + text(e));
        } finally {
            deadline = NO_DEADLINE;
        }
    }

    private void ended() {
        program.ran();
        if (turns <= SHORT) {
            program.ranShortly();
        } else {
            program.ranLong();
        }
    }

    private static LuaTable arguments(CommandContext c, int from, int to) {
        LuaTable table = new LuaTable(to - from, 0);
        for (int i = from; i < to; i++) {
            table.set(i - from + 1, LuaString.of(c.argument(i).copy()));
        }
        return table;
    }

    /** The text of the error that a script has ended with, and where that was. */
    static String message(LuaError error, String name) {
        LuaString source = error.source();
        int line = error.line();
        return source == null || line == 0 ? text(error)
                : text(error) + " script: " + name + ", on @" + source + ":" + line + ".";
    }

    private static String text(LuaError error) {
        if (error.value() instanceof LuaTable table) {
            return table.get("err") instanceof LuaString own ? ScriptResult.line(own) : "ERR unknown error";
        }
        return "ERR " + (error.value() == null ? "nil" : ScriptResult.line(LuaString.of(error.getMessage())));
    }

    // While it runs

    /** Thrown past the script, for it to be run anew. */
    private static final class RunAgain extends LuaAbort {

        private static final long serialVersionUID = 1L;

        RunAgain() {
            super("again");
        }
    }

    /** It is to be run anew: now, or by another thread. */
    LuaAbort again() {
        return new RunAgain();
    }

    private void steps() {
        if (context == null) {
            if (deadline != NO_DEADLINE && server.time().nanoTime() > deadline) {
                throw lua.raise(LuaReply.errorOf("ERR FUNCTION LOAD timeout"));
            }
            return;
        }
        turns++;
        if (turns > SHORT && running == null) {
            program.ranLong();
            if (mayBeRunAgain && !context.mayWait()) {
                throw again();
            }
            running = new RunningScript(server.scripts(), program, context, millis());
            if (written) {
                running.written();
            }
            server.scripts().runs(running);
        }
        if (running != null) {
            running.goesOn(millis());
            if (running.isKilled()) {
                LuaError here = lua.raise(LuaString.of("Script killed by user with SCRIPT KILL..."));
                throw new LuaAbort(message(here, program.name()));
            }
        }
    }

    private long millis() {
        return server.time().nanoTime() / 1_000_000;
    }
}
