package io.quarkiverse.kvs.core.command.script;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.RunAgainException;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.lua.LuaAbort;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaLimits;
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
 * when
 * it uses keys that it has not declared and others have them.
 */
public final class ScriptEngine {

    /** What scripts may hold in memory. */
    private static final long MEMORY = Math.max(16 << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
    /** After so many steps the clock is looked at. */
    private static final int STEPS = 10_000;
    /** So often steps are counted before a script is long, about a millisecond. */
    private static final int SHORT = 5;

    private final ServerState server;
    private final LuaState lua = new LuaState(LuaLimits.DEFAULT.withMemory(MEMORY));
    private final Session session;
    private final RedisLibrary library;

    // Of the script that runs.
    private CommandContext context;
    private Script script;
    private boolean readOnly;
    private boolean mayBeRunAgain;
    private boolean written;
    private RunningScript running;
    private int turns;

    public ScriptEngine(ServerState server) {
        this.server = server;
        session = server.clients().inProcess(CallerKind.SCRIPT, 0, server.time().currentTimeMillis());
        LuaSandbox.open(lua);
        library = new RedisLibrary(server, this);
        library.open(lua);
        LuaSandbox.protect(lua);
        lua.setHook(state -> steps(), STEPS);
    }

    /** The session that its commands are called in. */
    Session session() {
        return session;
    }

    /** The command that has called the script that runs. */
    CommandContext context() {
        return context;
    }

    Script script() {
        return script;
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
    public void run(CommandContext c, Script called, int firstKey, int keys, boolean noWrites) {
        context = c;
        script = called;
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
            lua.globals().set("KEYS", arguments(c, firstKey, firstKey + keys));
            lua.globals().set("ARGV", arguments(c, firstKey + keys, c.count()));
            Object result = lua.call(lua.load(called.prototype()));
            new ScriptResult(c.reply(), library.isResp3()).write(LuaResults.first(result));
            ended();
        } catch (LuaError e) {
            ended();
            throw new CommandException(message(e, called.sha()));
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
            script = null;
        }
    }

    private void ended() {
        if (turns <= SHORT) {
            script.ranShortly();
        } else {
            script.ranLong();
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
        String text;
        LuaString source = error.source();
        int line = error.line();
        if (error.value() instanceof LuaTable table) {
            text = table.get("err") instanceof LuaString own ? ScriptResult.line(own) : "ERR unknown error";
        } else {
            text = "ERR " + (error.value() == null ? "nil" : ScriptResult.line(LuaString.of(error.getMessage())));
        }
        return source == null || line == 0 ? text
                : text + " script: " + name + ", on @" + source + ":" + line + ".";
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
        turns++;
        if (turns > SHORT && running == null) {
            script.ranLong();
            if (mayBeRunAgain && context.session().caller().hasConnection() && !context.mayWait()) {
                throw again();
            }
            running = new RunningScript(server.scripts(), server.time().nanoTime() / 1_000_000);
            if (written) {
                running.written();
            }
            server.scripts().runs(running);
        }
        if (running != null) {
            running.goesOn(server.time().nanoTime() / 1_000_000);
            if (running.isKilled()) {
                LuaError here = lua.raise(LuaString.of("Script killed by user with SCRIPT KILL..."));
                throw new LuaAbort(message(here, script.sha()));
            }
        }
    }
}
