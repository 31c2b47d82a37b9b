package io.quarkiverse.kvs.core.command;

import java.util.List;

import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** Which segments of the store a request needs: those of its keys. */
public final class KeySegments {

    private final Settings settings;

    KeySegments(Settings settings) {
        this.settings = settings;
    }

    /** The segments of a command's keys. */
    public long of(CommandContext context, Command command) {
        int single = command.singleKey();
        if (single > 0) {
            return segment(context, single);
        }
        KeySpec range = command.keyRange();
        if (range != null) {
            long segments = Store.NONE;
            for (int i = range.index(), end = range.rangeEnd(context.count()); i <= end; i += range.step()) {
                segments |= segment(context, i);
            }
            return segments;
        }
        if (command.has(Flag.WHOLE_KEYSPACE)) {
            return Store.ALL;
        }
        if (!command.hasKeys() && !command.hasKeyFinder()) {
            return Store.NONE;
        }
        long[] segments = { command.locksAll(context) ? Store.ALL : Store.NONE };
        command.findKeys(context.request(), (argument, flags) -> segments[0] |= segment(context, argument));
        return segments[0];
    }

    /** The segments of a command that may turn out to be wrong when it is executed. */
    public long orNone(CommandContext context, Command command) {
        try {
            return of(context, command);
        } catch (CommandException e) {
            return Store.NONE;
        }
    }

    /** The segments of queued commands. The context is that of the last of them afterwards. */
    long ofAll(CommandContext context, Session session, List<QueuedCommand> queue, ReplyWriter reply, long now) {
        long segments = Store.NONE;
        for (QueuedCommand queued : queue) {
            Command command = queued.command();
            context.prepare(session, queued.request(), reply, now);
            segments |= command.has(Flag.WALKS_KEYSPACE) ? Store.ALL : orNone(context, command);
        }
        return segments;
    }

    private long segment(CommandContext context, int argument) {
        Key key = context.key(argument);
        // The decoder has checked what is a key by its place, but not what callers in the process pass.
        if (key.length() > settings.limits().key()) {
            throw new CommandException(keyTooLong());
        }
        return key.segment();
    }

    /** The error of a command with a key that is too long; null if it has none, or finds no keys at all. */
    String tooLong(CommandContext context, Command command) {
        String[] error = { null };
        try {
            command.findKeys(context.request(), (argument, flags) -> {
                if (context.argument(argument).length() > settings.limits().key()) {
                    error[0] = keyTooLong();
                }
            });
        } catch (CommandException e) {
            // The command itself will say what is wrong with its arguments.
            return null;
        }
        return error[0];
    }

    private String keyTooLong() {
        return "ERR key too long: at most " + settings.limits().key() + " bytes are allowed";
    }
}
