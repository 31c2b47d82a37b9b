package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.ALLOW_BUSY;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_MULTI;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WALKS_KEYSPACE;
import static io.quarkiverse.kvs.core.command.Flag.WHOLE_KEYSPACE;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.SlowLog;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** Commands on the server and on whole databases. */
final class ServerCommands {

    static final Command DBSIZE = command("DBSIZE", "")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(1).flags(READONLY, FAST, WALKS_KEYSPACE).categories(Category.KEYSPACE)
            .tips("request_policy:all_shards", "response_policy:agg_sum")
            .summary("Returns the number of keys in this database.")
            .runs(c -> c.reply().integer(c.keyspace().walk().size()));

    static final Command FLUSHALL = command("FLUSHALL", "[ASYNC | SYNC]")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(-1).flags(WRITE, WHOLE_KEYSPACE).categories(Category.DANGEROUS, Category.KEYSPACE)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .summary("Deletes the keys of all databases.")
            .runs(ServerCommands::flushall);

    static final Command FLUSHDB = command("FLUSHDB", "[ASYNC | SYNC]")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(-1).flags(WRITE, WHOLE_KEYSPACE).categories(Category.DANGEROUS, Category.KEYSPACE)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .summary("Deletes the keys of this database.")
            .runs(ServerCommands::flushdb);

    static final Command INFO = command("INFO", "[section [section ...]]")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(-1).flags(LOADING, STALE, WALKS_KEYSPACE).categories(Category.DANGEROUS)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .summary("Returns information and statistics about the server.")
            .runs(ServerInfo::answer);

    static final Command LOLWUT = command("LOLWUT", "[VERSION version]")
            .in(Group.SERVER).since("5.0.0").complexity("O(1)")
            .arity(-1).flags(READONLY, FAST)
            .summary("Draws something, and returns the version.")
            .runs(Lolwut::draw);

    static final Command MONITOR = command("MONITOR", "")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(1).flags(ADMIN, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
            .summary("Sends the commands of all clients to this connection, as they are executed.")
            .runs(ServerCommands::monitor);

    static final Command SHUTDOWN = command("SHUTDOWN", "[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(-1).flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
            .summary("Stops the server.")
            .runs(ServerCommands::shutdown);

    static final Command SLOWLOG = command("SLOWLOG", "")
            .in(Group.SERVER).since("2.2.12").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Shows which commands took long.")
            .contains(
                    command("GET", "[count]").of("SLOWLOG")
                            .in(Group.SERVER).since("2.2.12").complexity("O(N), N being the number of entries")
                            .arity(-2).flags(ADMIN, LOADING, STALE).tips("request_policy:all_nodes", "nondeterministic_output")
                            .summary("Returns the latest entries.")
                            .runs(ServerCommands::slowlogGet),
                    command("HELP", "").of("SLOWLOG")
                            .in(Group.SERVER).since("6.2.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("LEN", "").of("SLOWLOG")
                            .in(Group.SERVER).since("2.2.12").complexity("O(1)")
                            .arity(2).flags(ADMIN, LOADING, STALE)
                            .tips("request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output")
                            .summary("Returns the number of entries.")
                            .runs(c -> c.reply().integer(c.server().telemetry().slowLog().size())),
                    command("RESET", "").of("SLOWLOG")
                            .in(Group.SERVER).since("2.2.12").complexity("O(N), N being the number of entries")
                            .arity(2).flags(ADMIN, LOADING, STALE)
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .summary("Removes all entries.")
                            .runs(c -> {
                                c.server().telemetry().slowLog().clear();
                                c.reply().ok();
                            }));

    static final Command SWAPDB = command("SWAPDB", "index1 index2")
            .in(Group.SERVER).since("4.0.0").complexity("O(N), N being the number of watched keys")
            .arity(3).flags(WRITE, FAST, WHOLE_KEYSPACE).categories(Category.DANGEROUS, Category.KEYSPACE)
            .summary("Swaps two databases.")
            .runs(ServerCommands::swapdb);

    static final Command TIME = command("TIME", "")
            .in(Group.SERVER).since("2.6.0").complexity("O(1)")
            .arity(1).flags(LOADING, STALE, FAST).tips("nondeterministic_output")
            .summary("Returns the time of the server.")
            .runs(ServerCommands::time);

    static final List<Command> ALL = List.of(DBSIZE, FLUSHALL, FLUSHDB, INFO, LOLWUT,
            MONITOR,
            SHUTDOWN, SLOWLOG, SWAPDB, TIME);

    /** How long a reply takes at most from the thread that has written it to its connection. */
    private static final long REPLY_MILLIS = 10;

    private ServerCommands() {
    }

    // Databases

    static void flushall(CommandContext c) {
        checkFlushOptions(c);
        clearAll(c);
        c.databases().tellCleared();
        c.reply().ok();
    }

    static void clearAll(CommandContext c) {
        for (int i = 0; i < c.databases().count(); i++) {
            c.databases().clear(i);
        }
    }

    static void flushdb(CommandContext c) {
        checkFlushOptions(c);
        c.databases().clear(c.keyspace().database());
        c.databases().tellCleared();
        c.reply().ok();
    }

    /** Both are the same here: the tables are dropped, and the garbage collector finds them. */
    private static void checkFlushOptions(CommandContext c) {
        if (c.count() > 2 || c.count() == 2 && !c.is(1, "ASYNC") && !c.is(1, "SYNC")) {
            throw CommandException.SYNTAX;
        }
    }

    static void swapdb(CommandContext c) {
        long first = c.integer(1, new CommandException("ERR invalid first DB index"));
        long second = c.integer(2, new CommandException("ERR invalid second DB index"));
        if (first < 0 || first >= c.databases().count() || second < 0 || second >= c.databases().count()) {
            throw CommandException.DB_OUT_OF_RANGE;
        }
        if (first != second) {
            c.databases().swap((int) first, (int) second);
        }
        c.reply().ok();
    }

    // The server

    static void time(CommandContext c) {
        c.reply().array(2);
        c.reply().bulk(c.now() / 1000);
        c.reply().bulk(c.now() % 1000 * 1000);
    }

    static void shutdown(CommandContext c) {
        boolean abort = false;
        boolean save = false;
        boolean noSave = false;
        boolean force = false;
        for (int i = 1; i < c.count(); i++) {
            if (c.is(i, "ABORT")) {
                abort = true;
            } else if (c.is(i, "NOSAVE")) {
                noSave = true;
            } else if (c.is(i, "SAVE")) {
                save = true;
            } else if (c.is(i, "FORCE")) {
                force = true;
            } else if (!c.is(i, "NOW")) {
                throw CommandException.SYNTAX;
            }
        }
        if (save && noSave) {
            throw CommandException.SYNTAX;
        }
        if (abort) {
            throw c.count() > 2 ? CommandException.SYNTAX : new CommandException("ERR No shutdown in progress.");
        }
        Persistence persistence = c.server().persistence();
        if (persistence.isLoading() || noSave || !save && !persistence.savesAtTheEnd()) {
            if (noSave) {
                persistence.dontSaveAtTheEnd();
            }
            c.server().control().shutdown();
            c.session().closeAfterReply();
            if (c.reply().dialect() == Dialect.LINE) {
                c.reply().ok();
            }
            return;
        }
        saveAndShutDown(c, force);
    }

    /** Waits for the disk, on a thread that may. */
    private static void saveAndShutDown(CommandContext c, boolean force) {
        ServerState server = c.server();
        c.replyLater((reply, cancelled) -> {
            try {
                server.persistence().save();
            } catch (CommandException e) {
                if (!force) {
                    reply.error("ERR Errors trying to SHUTDOWN. Check logs.");
                    return;
                }
            }
            try {
                // So late that this reply is on its way before.
                server.control().schedule(REPLY_MILLIS, server.control()::shutdown);
            } catch (CommandException e) {
                reply.error(e.getMessage());
                return;
            }
            if (reply.dialect() == Dialect.LINE) {
                reply.ok();
            }
        });
    }

    static void monitor(CommandContext c) {
        if (!c.session().caller().hasConnection() || c.isExecuting()) {
            throw new CommandException("ERR MONITOR isn't allowed for DENY BLOCKING client");
        }
        c.server().telemetry().monitors().add(c.session());
        c.reply().ok();
    }

    private static void slowlogGet(CommandContext c) {
        if (c.count() > 3) {
            throw c.wrongSubcommand();
        }
        long count = 10;
        if (c.count() == 3) {
            CommandException outOfRange = new CommandException("ERR count should be greater than or equal to -1");
            count = c.integer(2, outOfRange);
            if (count < -1) {
                throw outOfRange;
            }
        }
        List<SlowLog.Slow> latest = c.server().telemetry().slowLog().latest(count < 0 ? Long.MAX_VALUE : count);
        c.reply().array(latest.size());
        for (SlowLog.Slow slow : latest) {
            c.reply().array(6);
            c.reply().integer(slow.id());
            c.reply().integer(slow.at());
            c.reply().integer(slow.micros());
            KeyCommands.answerAll(c.reply(), slow.arguments());
            c.reply().bulk(slow.address());
            c.reply().bulk(slow.clientName());
        }
    }
}
