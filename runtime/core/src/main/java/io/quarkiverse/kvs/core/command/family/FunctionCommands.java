package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ALLOW_BUSY;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.MOVABLEKEYS;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_MANDATORY_KEYS;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.SKIP_MONITOR;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WHOLE_KEYSPACE;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.KeySpec;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.command.script.FunctionLibrary;
import io.quarkiverse.kvs.core.command.script.Functions;
import io.quarkiverse.kvs.core.command.script.RunningScript;
import io.quarkiverse.kvs.core.command.script.StoredFunction;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;
import io.quarkiverse.kvs.core.store.rdb.FunctionsPayload;
import io.quarkiverse.kvs.core.store.rdb.RdbFormatException;

/** Commands that call functions in Lua, and keep libraries of them. */
final class FunctionCommands {

    private static final String ENGINE = "LUA";
    private static final String[] TO_ALL_SHARDS = { "request_policy:all_shards", "response_policy:all_succeeded" };

    static final Command FCALL = call("FCALL", "Calls a function.", false);
    static final Command FCALL_RO = call("FCALL_RO", "Calls a function that only reads.", true);

    static final Command FUNCTION = command("FUNCTION", "")
            .in(Group.SCRIPTING).since("7.0.0").complexity("Depends on the subcommand.")
            .arity(-2).withoutGroupCategory()
            .summary("Manages libraries of functions.")
            .contains(
                    command("DELETE", "library-name").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(1)")
                            .arity(3).flags(WRITE, NOSCRIPT, WHOLE_KEYSPACE).tips(TO_ALL_SHARDS)
                            .summary("Deletes a library and its functions.")
                            .runs(FunctionCommands::delete),
                    command("DUMP", "").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(N), N being the number of functions")
                            .arity(2).flags(NOSCRIPT)
                            .summary("Returns all libraries, serialized for FUNCTION RESTORE.")
                            .runs(FunctionCommands::dump),
                    command("FLUSH", "[ASYNC | SYNC]").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(N), N being the number of functions")
                            .arity(-2).flags(WRITE, NOSCRIPT, WHOLE_KEYSPACE).tips(TO_ALL_SHARDS)
                            .summary("Deletes all libraries.")
                            .runs(FunctionCommands::flush),
                    command("HELP", "").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("KILL", "").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(1)")
                            .arity(2).flags(NOSCRIPT, ALLOW_BUSY)
                            .tips("request_policy:all_shards", "response_policy:one_succeeded")
                            .summary("Ends the function that is running, if it has changed nothing.")
                            .runs(FunctionCommands::kill),
                    command("LIST", "[LIBRARYNAME library-name-pattern] [WITHCODE]").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(N), N being the number of functions")
                            .arity(-2).flags(NOSCRIPT).tips("nondeterministic_output_order")
                            .summary("Lists libraries and their functions.")
                            .runs(FunctionCommands::list),
                    command("LOAD", "[REPLACE] function-code").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(1), considering what takes longest")
                            .arity(-3).flags(DENYOOM, WRITE, NOSCRIPT, WHOLE_KEYSPACE).tips(TO_ALL_SHARDS)
                            .elsewhere(c -> true)
                            .summary("Loads a library, and returns its name.")
                            .runs(FunctionCommands::load),
                    command("RESTORE", "serialized-value [FLUSH | APPEND | REPLACE]").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(N), N being the number of functions")
                            .arity(-3).flags(DENYOOM, WRITE, NOSCRIPT, WHOLE_KEYSPACE).tips(TO_ALL_SHARDS)
                            .elsewhere(c -> true)
                            .summary("Loads libraries that FUNCTION DUMP returned.")
                            .runs(FunctionCommands::restore),
                    command("STATS", "").of("FUNCTION")
                            .in(Group.SCRIPTING).since("7.0.0").complexity("O(1)")
                            .arity(2).flags(NOSCRIPT, ALLOW_BUSY)
                            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                            .summary("Returns which function is running, and how many libraries and functions there are.")
                            .runs(FunctionCommands::stats));

    static final List<Command> ALL = List.of(FCALL, FCALL_RO, FUNCTION);

    private FunctionCommands() {
    }

    // Calling

    private static Command call(String name, String summary, boolean readOnly) {
        Command.Builder row = command(name, "function numkeys [key [key ...]] [arg [arg ...]]")
                .in(Group.SCRIPTING).since("7.0.0").complexity("Depends on the function that is executed.")
                .arity(-3).flags(NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS, MOVABLEKEYS);
        return (readOnly ? row.flags(READONLY) : row)
                .key(KeySpec.at(2, readOnly ? "RO access" : "RW access update").counted(0, 1, 1))
                .locksAll(c -> {
                    StoredFunction known = c.function();
                    return known != null && !known.declaresKeys();
                })
                .elsewhere(c -> {
                    StoredFunction known = c.function();
                    // Within a transaction, another thread's function would be waited for.
                    return known != null && (!known.isShort() || c.isExecuting());
                })
                .onlyReads(c -> {
                    StoredFunction known = c.function();
                    return known != null && known.onlyReads();
                })
                .recordedByItsCommands()
                .summary(summary)
                .runs(c -> run(c, readOnly));
    }

    private static void run(CommandContext c, boolean readOnly) {
        StoredFunction function = c.function();
        if (function == null) {
            throw new CommandException("ERR Function not found");
        }
        long keys = c.integer(2, new CommandException("ERR Bad number of keys provided"));
        if (keys > c.count() - 3) {
            throw new CommandException("ERR Number of keys can't be greater than number of args");
        }
        if (keys < 0) {
            throw new CommandException("ERR Number of keys can't be negative");
        }
        c.server().functions().call(c, function, 3, (int) keys, readOnly);
    }

    // Libraries

    private static void load(CommandContext c) {
        boolean replace = false;
        for (int i = 2; i < c.count() - 1; i++) {
            if (!c.is(i, "REPLACE")) {
                throw new CommandException("ERR Unknown option given: " + c.argument(i).latin1());
            }
            replace = true;
        }
        if (replace && c.count() == 3) {
            throw new CommandException("ERR Function code is missing");
        }
        String name = c.server().functions().load(c, c.argument(c.count() - 1), replace,
                c.session().caller() == CallerKind.LOADER);
        c.databases().changed();
        c.reply().bulk(name);
    }

    private static void delete(CommandContext c) {
        if (!c.server().functions().delete(c.argument(2))) {
            throw new CommandException("ERR Library not found");
        }
        c.databases().changed();
        c.reply().ok();
    }

    private static void flush(CommandContext c) {
        if (c.count() > 3) {
            throw c.wrongSubcommand();
        }
        if (c.count() == 3 && !c.is(2, "ASYNC") && !c.is(2, "SYNC")) {
            throw new CommandException("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        }
        c.server().functions().flush();
        c.databases().changed();
        c.reply().ok();
    }

    private static void dump(CommandContext c) {
        c.reply().bulk(FunctionsPayload.of(c.server().functions().codes(),
                c.server().settings().rdbCompression.value() ? c.compressor() : null));
    }

    private static void restore(CommandContext c) {
        if (c.count() > 4) {
            throw c.wrongSubcommand();
        }
        Functions.Policy policy = c.count() == 3 ? Functions.Policy.APPEND : policy(c);
        Bytes payload = c.argument(2);
        if (!DumpPayload.isIntact(payload)) {
            throw new CommandException("ERR DUMP payload version or checksum are wrong");
        }
        List<byte[]> codes;
        try {
            codes = FunctionsPayload.read(payload, c.server().settings().valueLimits());
        } catch (RdbFormatException e) {
            throw new CommandException("ERR " + e.getMessage());
        }
        c.server().functions().restore(c, codes, policy);
        c.databases().changed();
        c.reply().ok();
    }

    private static Functions.Policy policy(CommandContext c) {
        for (Functions.Policy policy : Functions.Policy.values()) {
            if (c.is(3, policy.name())) {
                return policy;
            }
        }
        throw new CommandException("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
    }

    private static void list(CommandContext c) {
        boolean code = false;
        Bytes pattern = null;
        for (int i = 2; i < c.count(); i++) {
            if (!code && c.is(i, "WITHCODE")) {
                code = true;
            } else if (pattern == null && c.is(i, "LIBRARYNAME")) {
                if (++i == c.count()) {
                    throw new CommandException("ERR library name argument was not given");
                }
                pattern = c.argument(i);
            } else {
                throw new CommandException("ERR Unknown argument " + c.argument(i).latin1());
            }
        }
        Bytes wanted = pattern;
        List<FunctionLibrary> libraries = c.server().functions().libraries().stream()
                .filter(library -> wanted == null || Glob.matches(wanted, name(library), true)).toList();
        c.reply().array(libraries.size());
        for (FunctionLibrary library : libraries) {
            describe(c.reply(), library, code);
        }
    }

    private static Bytes name(FunctionLibrary library) {
        return new Bytes().show(library.name().getBytes(ISO_8859_1));
    }

    private static void describe(ReplyWriter reply, FunctionLibrary library, boolean code) {
        reply.map(code ? 4 : 3);
        reply.bulk("library_name");
        reply.bulk(library.name());
        reply.bulk("engine");
        reply.bulk(ENGINE);
        reply.bulk("functions");
        reply.array(library.functions().size());
        for (StoredFunction function : library.functions()) {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(function.name());
            reply.bulk("description");
            if (function.description() == null) {
                reply.nil();
            } else {
                reply.bulk(function.description());
            }
            reply.bulk("flags");
            reply.set(function.flagNames().size());
            function.flagNames().forEach(reply::simple);
        }
        if (code) {
            reply.bulk("library_code");
            reply.bulk(library.code());
        }
    }

    // What runs

    private static void kill(CommandContext c) {
        c.server().scripts().kill(true);
        c.reply().ok();
    }

    private static void stats(CommandContext c) {
        RunningScript running = c.server().scripts().runningFunction();
        ReplyWriter reply = c.reply();
        reply.map(2);
        reply.bulk("running_script");
        if (running == null) {
            reply.nil();
        } else {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(running.name());
            reply.bulk("command");
            reply.array(running.command().size());
            running.command().forEach(reply::bulk);
            reply.bulk("duration_ms");
            reply.integer(c.server().time().nanoTime() / 1_000_000 - running.startedAt());
        }
        reply.bulk("engines");
        reply.map(1);
        reply.bulk(ENGINE);
        reply.map(2);
        reply.bulk("libraries_count");
        reply.integer(c.server().functions().libraries().size());
        reply.bulk("functions_count");
        reply.integer(c.server().functions().count());
    }
}
