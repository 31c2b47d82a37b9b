package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_ASYNC_LOADING;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.List;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;

/** Replicas: there are none, and this server is none. */
final class ReplicationCommands {

    static final Command FAILOVER = command("FAILOVER", "[TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]")
            .in(Group.SERVER).since("6.2.0").complexity("O(1)")
            .arity(-1).flags(ADMIN, NOSCRIPT, STALE)
            .summary("Would let a replica take the place of this server: there is none.")
            .runs(ReplicationCommands::failover);

    static final Command REPLICAOF = command("REPLICAOF", "host port")
            .in(Group.SERVER).since("5.0.0").complexity("O(1)")
            .arity(3).flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
            .summary("Makes this server no replica (NO ONE), which it is not in any case.")
            .runs(ReplicationCommands::replicaof);

    static final Command ROLE = command("ROLE", "")
            .in(Group.SERVER).since("2.8.12").complexity("O(1)")
            .arity(1).flags(NOSCRIPT, LOADING, STALE, FAST).categories(Category.ADMIN, Category.DANGEROUS)
            .summary("Tells that this server is a master, and has no replicas.")
            .runs(ReplicationCommands::role);

    static final Command SLAVEOF = command("SLAVEOF", "host port")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)").deprecated("5.0.0", "`REPLICAOF`")
            .arity(3).flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
            .summary("Does what REPLICAOF does.")
            .runs(ReplicationCommands::replicaof);

    static final List<Command> ALL = List.of(FAILOVER, REPLICAOF, ROLE, SLAVEOF);

    private ReplicationCommands() {
    }

    private static void role(CommandContext c) {
        c.reply().array(3);
        c.reply().bulk("master");
        c.reply().integer(0);
        c.reply().emptyArray();
    }

    private static void replicaof(CommandContext c) {
        if (!c.is(1, "NO") || !c.is(2, "ONE")) {
            CommandException invalid = new CommandException("ERR Invalid master port");
            long port = c.integer(2, invalid);
            if (port < 0 || port > 65_535) {
                throw invalid;
            }
            throw new CommandException("ERR this server cannot be a replica");
        }
        c.reply().ok();
    }

    private static void failover(CommandContext c) {
        boolean abort = false;
        for (int i = 1; i < c.count(); i++) {
            int following = c.count() - i - 1;
            if (c.is(i, "TIMEOUT") && following >= 1) {
                if (c.integer(++i) <= 0) {
                    throw new CommandException("ERR FAILOVER timeout must be greater than 0");
                }
            } else if (c.is(i, "ABORT") && c.count() == 2) {
                abort = true;
            } else if (c.is(i, "TO") && following >= 2) {
                i += 2;
                c.integer(i);
            } else if (!c.is(i, "FORCE")) {
                throw CommandException.SYNTAX;
            }
        }
        throw new CommandException(abort ? "ERR No failover in progress." : "ERR FAILOVER requires connected replicas.");
    }
}
