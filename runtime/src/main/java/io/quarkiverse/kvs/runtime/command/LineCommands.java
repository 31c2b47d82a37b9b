package io.quarkiverse.kvs.runtime.command;

import static io.quarkiverse.kvs.runtime.command.Command.command;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.runtime.command.Command.Flag;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.Keyspace;

/** The commands of the line protocol, as its specification in the documentation tells them. */
final class LineCommands {

    static final Command SET = command("SET", "key value").arguments(2).key(1).flags(Flag.WRITE)
            .summary("Sets the value of a key, whether it exists or not.")
            .runs(LineCommands::set);

    static final Command GET = command("GET", "key").arguments(1).key(1).flags(Flag.READ)
            .summary("Answers the value of a key.")
            .runs(LineCommands::get);

    static final Command DEL = command("DEL", "key").arguments(1).key(1).flags(Flag.WRITE)
            .summary("Deletes a key.")
            .runs(LineCommands::del);

    static final Command KEYS = command("KEYS", "regex").arguments(1).flags(Flag.READ)
            .summary("Answers the keys that match a regular expression, anchored at the start of the key but not at its end.")
            .runs(LineCommands::keys);

    static final Command RESET = command("RESET", "").arguments(0).flags(Flag.WRITE, Flag.WHOLE_KEYSPACE)
            .summary("Empties the store.")
            .runs(LineCommands::reset);

    static final Command SHUTDOWN = command("SHUTDOWN", "").arguments(0).flags(Flag.ADMIN)
            .summary("Stops the server: it stops listening and closes every connection.")
            .runs(LineCommands::shutdown);

    static final List<Command> ALL = List.of(SET, GET, DEL, KEYS, RESET, SHUTDOWN);

    private LineCommands() {
    }

    static void set(CommandContext c) {
        c.keyspace().setString(c.key(), c.argument(2), Keyspace.NEVER);
        c.reply().ok();
    }

    static void get(CommandContext c) {
        Bytes value = c.keyspace().getString(c.key());
        if (value == null) {
            invalidKey(c);
        } else {
            c.reply().bulk(value);
        }
    }

    static void del(CommandContext c) {
        if (c.keyspace().delete(c.key())) {
            c.reply().ok();
        } else {
            invalidKey(c);
        }
    }

    static void keys(CommandContext c) {
        KeyPattern pattern;
        try {
            pattern = KeyPattern.compile(c.argument(1).utf8());
        } catch (IllegalArgumentException e) {
            c.reply().error(e.getMessage());
            return;
        }
        Keyspace now = c.keyspace().copy();
        c.replyLater((reply, cancelled) -> {
            List<byte[]> matches = new ArrayList<>();
            now.forEachKey(key -> {
                if (pattern.matches(key)) {
                    matches.add(key.copy());
                }
                return !cancelled.yes();
            });
            reply.array(matches.size());
            Bytes view = new Bytes();
            for (byte[] match : matches) {
                reply.bulk(view.show(match, 0, match.length));
            }
        });
    }

    static void reset(CommandContext c) {
        c.keyspace().clear();
        c.reply().ok();
    }

    static void shutdown(CommandContext c) {
        c.server().shutdown();
        c.reply().ok();
    }

    private static void invalidKey(CommandContext c) {
        c.reply().error("invalid key " + c.key().latin1());
    }
}
