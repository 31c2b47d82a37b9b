package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ALLOW_BUSY;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.MAY_REPLICATE;
import static io.quarkiverse.kvs.core.command.Flag.MOVABLEKEYS;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_MANDATORY_KEYS;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.SKIP_MONITOR;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.KeySpec;
import io.quarkiverse.kvs.core.command.script.Script;

/** Commands that run scripts in Lua, and keep them. */
final class ScriptCommands {

    private static final String ARGUMENTS = " numkeys [key [key ...]] [arg [arg ...]]";
    private static final String DEPENDS = "Depends on the script that is executed.";
    private static final CommandException NO_SCRIPT = new CommandException("NOSCRIPT No matching script. Please use EVAL.");

    static final Command EVAL = script("EVAL", "script", "2.6.0", "Runs a script.", false, true);
    static final Command EVALSHA = script("EVALSHA", "sha1", "2.6.0", "Runs a loaded script, given its SHA-1 digest.", false,
            false);
    static final Command EVAL_RO = script("EVAL_RO", "script", "7.0.0", "Runs a script that only reads.", true, true);
    static final Command EVALSHA_RO = script("EVALSHA_RO", "sha1", "7.0.0",
            "Runs a loaded script that only reads, given its SHA-1 digest.", true, false);

    static final Command SCRIPT = command("SCRIPT", "")
            .in(Group.SCRIPTING).since("2.6.0").complexity("Depends on the subcommand.")
            .arity(-2).withoutGroupCategory()
            .summary("Manages loaded scripts.")
            .contains(
                    command("DEBUG", "YES | SYNC | NO").of("SCRIPT")
                            .in(Group.SCRIPTING).since("3.2.0").complexity("O(1)")
                            .arity(3).flags(NOSCRIPT)
                            .summary("Has no effect: there is no debugger.")
                            .runs(ScriptCommands::debug),
                    command("EXISTS", "sha1 [sha1 ...]").of("SCRIPT")
                            .in(Group.SCRIPTING).since("2.6.0").complexity("O(N), N being the number of scripts")
                            .arity(-3).flags(NOSCRIPT)
                            .tips("request_policy:all_shards", "response_policy:agg_logical_and")
                            .summary("Returns whether scripts are loaded.")
                            .runs(ScriptCommands::exists),
                    command("FLUSH", "[ASYNC | SYNC]").of("SCRIPT")
                            .in(Group.SCRIPTING).since("2.6.0").complexity("O(N), N being the number of scripts")
                            .arity(-2).flags(NOSCRIPT)
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .summary("Removes all loaded scripts.")
                            .runs(ScriptCommands::flush),
                    command("HELP", "").of("SCRIPT")
                            .in(Group.SCRIPTING).since("5.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("KILL", "").of("SCRIPT")
                            .in(Group.SCRIPTING).since("2.6.0").complexity("O(1)")
                            .arity(2).flags(NOSCRIPT, ALLOW_BUSY)
                            .tips("request_policy:all_shards", "response_policy:one_succeeded")
                            .summary("Ends the script that is running, if it has changed nothing.")
                            .runs(ScriptCommands::kill),
                    command("LOAD", "script").of("SCRIPT")
                            .in(Group.SCRIPTING).since("2.6.0").complexity("O(N), N being the length of the script")
                            .arity(3).flags(NOSCRIPT, STALE)
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .summary("Loads a script without running it, and returns its SHA-1 digest.")
                            .runs(ScriptCommands::load));

    static final List<Command> ALL = List.of(EVAL, EVALSHA, EVAL_RO, EVALSHA_RO, SCRIPT);

    private ScriptCommands() {
    }

    private static Command script(String name, String what, String since, String summary, boolean readOnly, boolean isText) {
        Command.Builder row = command(name, what + ARGUMENTS)
                .in(Group.SCRIPTING).since(since).complexity(DEPENDS)
                .arity(-3);
        row = readOnly ? row.flags(READONLY, NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS, MOVABLEKEYS)
                : row.flags(NOSCRIPT, STALE, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, MOVABLEKEYS);
        return row
                .key(KeySpec.at(2, readOnly ? "RO access" : "RW access update").counted(0, 1, 1))
                .locksAll(c -> {
                    Script known = script(c, isText);
                    return known == null || !known.declaresKeys();
                })
                .elsewhere(c -> {
                    Script known = script(c, isText);
                    return known != null && !known.isShort();
                })
                .onlyReads(c -> {
                    Script known = script(c, isText);
                    return known != null && known.onlyReads();
                })
                .recordedByItsCommands()
                .summary(summary)
                .runs(c -> run(c, isText, readOnly));
    }

    /** The script of a call, if there is one. */
    private static Script script(CommandContext c, boolean isText) {
        return isText ? c.lastScript(c.server().scripts()::load) : c.knownScript();
    }

    private static void run(CommandContext c, boolean isText, boolean readOnly) {
        long keys = c.integer(2);
        if (keys > c.count() - 3) {
            throw new CommandException("ERR Number of keys can't be greater than number of args");
        }
        if (keys < 0) {
            throw new CommandException("ERR Number of keys can't be negative");
        }
        Script script = script(c, isText);
        if (script == null) {
            throw NO_SCRIPT;
        }
        c.scriptEngine().run(c, script, 3, (int) keys, readOnly);
    }

    private static void debug(CommandContext c) {
        if (!c.is(2, "NO") && !c.is(2, "YES") && !c.is(2, "SYNC")) {
            throw new CommandException("ERR Use SCRIPT DEBUG YES/SYNC/NO");
        }
        c.reply().ok();
    }

    private static void exists(CommandContext c) {
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            c.reply().integer(c.server().scripts().find(c.argument(i)) == null ? 0 : 1);
        }
    }

    private static void flush(CommandContext c) {
        if (c.count() > 3 || (c.count() == 3 && !c.is(2, "SYNC") && !c.is(2, "ASYNC"))) {
            throw new CommandException("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
        }
        c.server().scripts().flush();
        c.reply().ok();
    }

    private static void kill(CommandContext c) {
        c.server().scripts().kill(false);
        c.reply().ok();
    }

    private static void load(CommandContext c) {
        c.reply().bulk(c.server().scripts().load(c.argument(2)).sha());
    }
}
