package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_ASYNC_LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NO_MULTI;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.List;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.persistence.Persistence;

/** Commands about the files that keep the data. */
final class PersistenceCommands {

    static final Command BGREWRITEAOF = command("BGREWRITEAOF", "")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .summary("Rewrites the append-only file in the background.")
            .runs(PersistenceCommands::bgrewriteaof);

    static final Command BGSAVE = command("BGSAVE", "[SCHEDULE]")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(-1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
            .summary("Saves the data to disk in the background.")
            .runs(PersistenceCommands::bgsave);

    static final Command LASTSAVE = command("LASTSAVE", "")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)")
            .arity(1).flags(LOADING, STALE, FAST).categories(Category.ADMIN, Category.DANGEROUS).tips("nondeterministic_output")
            .summary("Returns when data was last saved to disk, or else when the server was started.")
            .runs(c -> c.reply().integer(c.server().persistence().lastSaveAt()));

    static final Command SAVE = command("SAVE", "")
            .in(Group.SERVER).since("1.0.0").complexity("O(N), N being the number of keys")
            .arity(1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
            .summary("Saves the data to disk, and replies when that is done.")
            .runs(PersistenceCommands::save);

    static final List<Command> ALL = List.of(BGREWRITEAOF, BGSAVE, LASTSAVE, SAVE);

    private PersistenceCommands() {
    }

    private static void bgrewriteaof(CommandContext c) {
        c.reply().simple(c.server().persistence().rewriteInBackground() ? "Background append only file rewriting started"
                : "Background append only file rewriting scheduled");
    }

    private static void bgsave(CommandContext c) {
        boolean schedule = c.count() > 1;
        if (schedule && (c.count() > 2 || !c.is(1, "SCHEDULE"))) {
            throw CommandException.SYNTAX;
        }
        c.reply().simple(c.server().persistence().saveInBackground(schedule) ? "Background saving started"
                : "Background saving scheduled");
    }

    /** Waits for the disk, on a thread that may. */
    private static void save(CommandContext c) {
        Persistence persistence = c.server().persistence();
        c.replyLater((reply, cancelled) -> {
            try {
                persistence.save();
                reply.ok();
            } catch (CommandException e) {
                reply.error(e.getMessage());
            }
        });
    }
}
