package io.quarkiverse.kvs.runtime.command;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.runtime.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.Request;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.Store;

/**
 * The one road on which a request reaches its command, wherever it came from: look the command up, check its arguments, lock
 * the segments of its keys, run it.
 * <p>
 * Safe for use by many threads, each with a {@link CommandContext} of its own.
 */
public final class CommandExecutor {

    /** So much of a name that nobody knows is repeated in the reply. */
    private static final int NAME_SHOWN = 128;

    private final Store store;
    private final CommandTable table;
    private final Set<Command> disabled;

    /** @param disabled names of commands that are refused, in any case */
    public CommandExecutor(Store store, CommandTable table, Collection<String> disabled) {
        this.store = store;
        this.table = table;
        this.disabled = new HashSet<>();
        for (String name : disabled) {
            byte[] bytes = name.trim().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Command command = table.find(bytes, 0, bytes.length);
            if (command == null) {
                throw new IllegalArgumentException(
                        "there is no command " + name.trim().toUpperCase(Locale.ROOT) + " to disable");
            }
            this.disabled.add(command);
        }
    }

    public CommandTable table() {
        return table;
    }

    /**
     * Runs one request and writes its reply.
     *
     * @param now the instant at which it happens, in milliseconds since 1970
     * @return null when the reply is complete, or the task that will write it: see {@link CommandContext#replyLater}
     */
    public LongReply execute(CommandContext context, Request request, ReplyWriter reply, ServerControl server, long now) {
        context.prepare(request, reply, server, now);
        reply.begin();
        Command command = table.find(request.array(), request.offset(0), request.length(0));
        if (command == null) {
            reply.error("unknown command " + shownName(context));
        } else if (!command.accepts(request.count() - 1)) {
            reply.error("wrong number of arguments for " + command.name() + ": expected "
                    + (command.syntax().isEmpty() ? "none" : command.syntax()) + ", got " + (request.count() - 1));
        } else if (!disabled.isEmpty() && disabled.contains(command)) {
            reply.error(command.name() + " is disabled");
        } else {
            run(context, command);
        }
        LongReply rest = context.longReply();
        if (rest == null) {
            reply.end();
        }
        return rest;
    }

    private void run(CommandContext context, Command command) {
        long segments = Store.NONE;
        if (command.firstKey() > 0) {
            segments = context.request().show(command.firstKey(), context.key()).segment();
        } else if (command.has(Command.Flag.WHOLE_KEYSPACE)) {
            segments = Store.ALL;
        }
        store.lock(segments);
        try {
            command.body().run(context);
        } finally {
            store.unlock(segments);
        }
    }

    private static String shownName(CommandContext context) {
        Bytes name = context.argument(0);
        return name.length() <= NAME_SHOWN ? name.latin1()
                : name.show(name.array(), name.offset(), NAME_SHOWN).latin1() + "...";
    }
}
