package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ALLOW_BUSY;
import static io.quarkiverse.kvs.core.command.Flag.DROPS_QUEUE;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NOT_QUEUED;
import static io.quarkiverse.kvs.core.command.Flag.RUNS_QUEUE;
import static io.quarkiverse.kvs.core.command.Flag.SKIP_SLOWLOG;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.command.client.Session;

/** Transactions: commands that are queued and then executed together, unseen by other clients until all are done. */
public final class TransactionCommands {

    static final Command DISCARD = command("DISCARD", "")
            .in(Group.TRANSACTIONS).since("2.0.0").complexity("O(N), N being the number of queued commands")
            .arity(1).flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEEDS_CONNECTION, NOT_QUEUED, DROPS_QUEUE)
            .summary("Discards the queued commands, and ends the transaction.")
            .endsWatch()
            .runs(TransactionCommands::discard);

    static final Command EXEC = command("EXEC", "")
            .in(Group.TRANSACTIONS).since("1.2.0").complexity("That of the queued commands together")
            .arity(1).flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG, NEEDS_CONNECTION, NOT_QUEUED, RUNS_QUEUE)
            .summary("Executes the queued commands, unless a watched key has changed.")
            .endsWatch()
            .recordedByItself()
            .runs(TransactionCommands::exec);

    static final Command MULTI = command("MULTI", "")
            .in(Group.TRANSACTIONS).since("1.2.0").complexity("O(1)")
            .arity(1).flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEEDS_CONNECTION, NOT_QUEUED)
            .summary("Starts a transaction: queues the commands that follow, until EXEC.")
            .runs(TransactionCommands::multi);

    static final Command UNWATCH = command("UNWATCH", "")
            .in(Group.TRANSACTIONS).since("2.2.0").complexity("O(N), N being the number of watched keys")
            .arity(1).flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEEDS_CONNECTION)
            .summary("Stops watching all keys.")
            .endsWatch()
            .runs(TransactionCommands::unwatch);

    static final Command WATCH = command("WATCH", "key [key ...]")
            .in(Group.TRANSACTIONS).since("2.2.0").complexity("O(1) for every key")
            .arity(-2).flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEEDS_CONNECTION, NOT_QUEUED)
            .key(at(1, "RO").range(-1, 1, 0))
            .summary("Watches keys: if one changes before EXEC, EXEC executes nothing.")
            .runs(TransactionCommands::watch);

    static final List<Command> ALL = List.of(DISCARD, EXEC, MULTI, UNWATCH, WATCH);

    private TransactionCommands() {
    }

    static void multi(CommandContext c) {
        if (c.session().inTransaction()) {
            throw new CommandException("ERR MULTI calls can not be nested");
        }
        c.session().multi().begin();
        c.reply().ok();
    }

    static void discard(CommandContext c) {
        if (!c.session().inTransaction()) {
            throw new CommandException("ERR DISCARD without MULTI");
        }
        c.session().multi().end();
        c.keyspace().watches().end(c.session().multi().watch());
        c.reply().ok();
    }

    static void watch(CommandContext c) {
        Session session = c.session();
        if (session.inTransaction()) {
            throw new CommandException("ERR WATCH inside MULTI is not allowed");
        }
        if (!session.multi().watch().isTouched()) {
            for (int i = 1; i < c.count(); i++) {
                c.keyspace().watches().add(c.key(i), session.multi().watch());
            }
        }
        c.reply().ok();
    }

    static void unwatch(CommandContext c) {
        c.keyspace().watches().end(c.session().multi().watch());
        c.reply().ok();
    }

    static void exec(CommandContext c) {
        Session session = c.session();
        if (!session.inTransaction()) {
            throw new CommandException("ERR EXEC without MULTI");
        }
        List<QueuedCommand> queue = session.multi().queue();
        boolean failed = session.multi().isFailed();
        session.multi().end();
        try {
            if (failed) {
                throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
            }
            c.server().executor().batch().runQueue(c, queue, session.multi().watch());
        } finally {
            c.keyspace().watches().end(session.multi().watch());
        }
    }
}
