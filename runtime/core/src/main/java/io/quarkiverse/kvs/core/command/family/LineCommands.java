package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NO_AUTH;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WALKS_KEYSPACE;
import static io.quarkiverse.kvs.core.command.Flag.WHOLE_KEYSPACE;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;
import java.util.stream.IntStream;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The commands that mean something else in the line protocol than in Redis, or that only the line protocol has, as its
 * specification in the documentation tells them.
 */
public final class LineCommands {

    public static final Command GET = command("GET", "key")
            .in(Group.STRING).arity(2).flags(READONLY, FAST).key(at(1, "RO access"))
            .rightOf(StringCommands.GET)
            .summary("Returns the value of a key.")
            .runs(LineCommands::get);

    static final Command DEL = command("DEL", "key")
            .in(Group.GENERIC).arity(2).flags(WRITE).key(at(1, "RM delete"))
            .rightOf(KeyCommands.DEL)
            .summary("Deletes a key.")
            .runs(LineCommands::del);

    static final Command KEYS = command("KEYS", "regex")
            .in(Group.GENERIC).arity(2).flags(READONLY, WALKS_KEYSPACE)
            .rightOf(KeyCommands.KEYS)
            .summary("Returns the keys that match a regular expression, anchored at the start of the key but not at its end.")
            .runs(LineCommands::keys);

    static final Command RESET = command("RESET", "")
            .in(Group.SERVER).arity(1).flags(WRITE, WHOLE_KEYSPACE)
            .rightOf(ServerCommands.FLUSHALL)
            .summary("Empties the store.")
            .recordedByItself()
            .runs(LineCommands::reset);

    static final Command HELP = command("HELP", "[command [subcommand]]")
            .in(Group.SERVER).arity(-1).flags(FAST, LOADING, STALE, NO_AUTH)
            .summary("Explains how to type requests, or what a command does.")
            .runs(LineCommands::help);

    public static final List<Command> ALL = List.of(GET, DEL, KEYS, RESET, HELP);

    private LineCommands() {
    }

    static void get(CommandContext c) {
        Bytes value = c.read().string(c.key(1));
        if (value == null) {
            throw invalidKey(c);
        }
        c.reply().bulk(value);
    }

    static void del(CommandContext c) {
        if (!c.edit().delete(c.key(1))) {
            throw invalidKey(c);
        }
        c.event(c.key(1), EventClass.GENERIC, "del");
        c.reply().ok();
    }

    static void keys(CommandContext c) {
        KeyPattern pattern;
        try {
            pattern = KeyPattern.compile(c.argument(1).utf8());
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
        KeyCommands.answerKeys(c, pattern::matches);
    }

    static void reset(CommandContext c) {
        ServerCommands.clearAll(c);
        if (c.isLogged()) {
            c.record("FLUSHALL");
        }
        c.reply().ok();
    }

    static void help(CommandContext c) {
        CommandTable commands = c.server().commands().in(Dialect.LINE);
        List<String> lines = c.count() == 1 ? CommandHelp.ofLines(commands)
                : CommandHelp.of(commands,
                        IntStream.range(1, c.count()).mapToObj(i -> c.argument(i).latin1()).toArray(String[]::new));
        c.reply().array(lines.size());
        lines.forEach(c.reply()::bulk);
    }

    private static CommandException invalidKey(CommandContext c) {
        return new CommandException("invalid key " + c.key(1).latin1());
    }
}
