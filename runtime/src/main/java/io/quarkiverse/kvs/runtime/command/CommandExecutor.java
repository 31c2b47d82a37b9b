package io.quarkiverse.kvs.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.runtime.protocol.Dialect;
import io.quarkiverse.kvs.runtime.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.Request;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.Key;
import io.quarkiverse.kvs.runtime.store.Store;
import io.quarkiverse.kvs.runtime.store.Watch;
import io.quarkiverse.kvs.runtime.store.WrongTypeException;

/**
 * The one road on which a request reaches its command, wherever it came from: look the command up, see whether the
 * client may call it now, lock the segments of its keys, run it.
 * <p>
 * Safe for use by many threads, each with a {@link CommandContext} of its own.
 */
public final class CommandExecutor {

    /** So much of a name that nobody knows is repeated in the reply. */
    private static final int SHOWN = 128;

    private final ServerState server;
    private final Store store;

    public CommandExecutor(ServerState server) {
        this.server = server;
        this.store = server.store();
    }

    /**
     * Runs one request and writes its reply.
     *
     * @param now the instant at which it happens, in milliseconds since 1970
     * @return null when the reply is complete, or why it is not
     */
    public Pending execute(CommandContext context, Session session, Request request, ReplyWriter reply, long now) {
        context.prepare(session, request, reply, now);
        reply.begin();
        boolean line = reply.dialect() == Dialect.LINE;
        Command command = (line ? CommandTable.LINE : CommandTable.REDIS).find(request);
        if (command == null) {
            if (!line && isOfABrowser(context.argument(0))) {
                // No reply, which a page might read.
                ConnectionCommands.closeAfterReply(context);
                return null;
            }
            reject(context, null, line ? unknownName(context) : unknownCommand(context));
            return null;
        }
        if (!command.accepts(request.count())) {
            reject(context, command, line ? wrongNumber(command, request)
                    : "ERR wrong number of arguments for '" + command.fullName() + "' command");
            return null;
        }
        String refusal = refusal(context, command, session, line);
        if (refusal != null) {
            reject(context, command, refusal);
            return null;
        }
        if (server.isPaused(command, session, now)) {
            server.resumeWhenUnpaused(session);
            return new Pending.Postponed();
        }
        session.used(command, now);
        if (session.inTransaction() && !TransactionCommands.IMMEDIATE.contains(command)) {
            return queue(context, session, request);
        }
        return call(context, command);
    }

    /** Runs a command whose place has come, with its keys locked. */
    Pending call(CommandContext context, Command command) {
        context.command(command);
        if (context.session().isUnnoticed()) {
            return callUnnoticed(context, command);
        }
        server.statistics().called(command);
        boolean monitored = server.isMonitored() && !command.has(Flag.SKIP_MONITOR) && !command.has(Flag.ADMIN);
        if (monitored && command != TransactionCommands.EXEC) {
            server.monitors().feed(context);
        }
        boolean timed = server.slowLog().times(command);
        long start = timed ? server.nanoTime() : 0;
        ReplyWriter reply = context.reply();
        long mark = reply.mark();
        try {
            runLocked(context, command);
        } catch (CommandException e) {
            fail(context, reply, mark, e.getMessage());
        } catch (WrongTypeException e) {
            fail(context, reply, mark, "WRONGTYPE " + e.getMessage());
        }
        if (monitored && command == TransactionCommands.EXEC) {
            // Behind the commands of the transaction, as in Redis.
            server.monitors().feed(context);
        }
        serveBlocked(context);
        Pending pending = context.takePending();
        if (pending instanceof LongReply rest && (context.isExecuting() || context.session().connection() == null)) {
            // Nobody can be made to stand still: in a transaction, everything is locked, and a caller in the process waits.
            rest.write(reply, () -> false);
            pending = null;
        }
        if (!timed) {
            return pending;
        }
        long nanos = server.nanoTime() - start
                + (pending instanceof Pending.Delayed delayed ? delayed.millis() * 1_000_000 : 0);
        if (pending instanceof LongReply rest) {
            return timed(rest, SlowLog.Call.of(context, command), nanos);
        }
        if (!(pending instanceof Pending.Blocked)) {
            took(context, command, nanos);
        }
        return pending;
    }

    /** Runs a command that changes nothing for somebody whom nobody notices. */
    private Pending callUnnoticed(CommandContext context, Command command) {
        context.keyspace().counting(false);
        ReplyWriter reply = context.reply();
        long mark = reply.mark();
        try {
            runLocked(context, command);
        } catch (CommandException e) {
            fail(context, reply, mark, e.getMessage());
        } catch (WrongTypeException e) {
            fail(context, reply, mark, "WRONGTYPE " + e.getMessage());
        }
        Pending pending = context.takePending();
        if (pending instanceof LongReply rest) {
            rest.write(reply, () -> false);
            return null;
        }
        return pending;
    }

    /** Notes how long a command took. */
    void took(CommandContext context, Command command, long nanos) {
        server.statistics().took(command, nanos);
        if (server.slowLog().isSlow(command, nanos)) {
            server.slowLog().add(SlowLog.Call.of(context, command), nanos);
        }
    }

    /** What is left to do is part of what the command takes. */
    private LongReply timed(LongReply rest, SlowLog.Call call, long before) {
        return (reply, cancelled) -> {
            long start = server.nanoTime();
            rest.write(reply, cancelled);
            long nanos = before + server.nanoTime() - start;
            server.statistics().took(call.command(), nanos);
            if (server.slowLog().isSlow(call.command(), nanos)) {
                server.slowLog().add(call, nanos);
            }
        };
    }

    private void runLocked(CommandContext context, Command command) {
        long segments = segments(context, command);
        store.lock(segments);
        try {
            try {
                command.body().run(context);
            } finally {
                serveBlocked(context, segments);
            }
        } finally {
            store.unlock(segments);
        }
    }

    /**
     * Gives those who wait for a key what the command has put there, as far as that can be done under the locks it
     * has. Not in the middle of a transaction: nobody sees it half done.
     *
     * @return the segments to lock for what is left to be done
     */
    private long serveBlocked(CommandContext context, long held) {
        return context.keyspace().ready().isEmpty() || context.isExecuting() ? Store.NONE
                : server.blockedClients().serve(context, held);
    }

    /** Gives them the rest, under the locks that this takes. */
    private void serveBlocked(CommandContext context) {
        for (long segments = Store.NONE; !context.keyspace().ready().isEmpty() && !context.isExecuting();) {
            long held = segments;
            store.lock(held);
            try {
                segments = serveBlocked(context, held);
            } finally {
                store.unlock(held);
            }
        }
    }

    /**
     * Runs queued commands together, with the keys of all of them locked, and writes their replies as an array; or
     * no array at all if a watched key was changed.
     */
    void executeAll(CommandContext context, List<Request> requests, Watch watch) {
        Session session = context.session();
        ReplyWriter reply = context.reply();
        Command exec = context.command();
        Request execRequest = context.request();
        long now = context.now();
        List<Command> commands = new ArrayList<>(requests.size());
        long segments = watch.segments();
        for (Request request : requests) {
            Command command = (request.isResp() ? CommandTable.REDIS : CommandTable.LINE).find(request);
            commands.add(command);
            context.prepare(session, request, reply, now);
            segments |= command.has(Flag.WALKS_KEYSPACE) ? Store.ALL : segmentsOrNone(context, command);
        }
        store.lock(segments);
        try {
            if (context.keyspace().isChanged(watch)) {
                reply.nilArray();
                return;
            }
            reply.array(requests.size());
            context.executing(true);
            for (int i = 0; i < commands.size(); i++) {
                context.prepare(session, requests.get(i), reply, now);
                call(context, commands.get(i));
            }
            context.executing(false);
            // Whoever cannot be served under these locks is, after EXEC.
            serveBlocked(context, segments);
        } finally {
            context.executing(false);
            store.unlock(segments);
            context.prepare(session, execRequest, reply, now);
            context.command(exec);
        }
    }

    /** The segments of a command that may turn out to be wrong when it is executed. */
    private long segmentsOrNone(CommandContext context, Command command) {
        try {
            return segments(context, command);
        } catch (CommandException e) {
            return Store.NONE;
        }
    }

    private void fail(CommandContext context, ReplyWriter reply, long mark, String message) {
        reply.rewind(mark);
        context.takePending();
        if (!context.session().isUnnoticed()) {
            server.statistics().failed(context.command(), message);
        }
        reply.error(message);
    }

    /** Refuses a request before it runs; a transaction that it should have been part of is spoilt. */
    private void reject(CommandContext context, Command command, String message) {
        Session session = context.session();
        server.statistics().rejected(command, message);
        if (command == TransactionCommands.EXEC) {
            session.endTransaction();
            context.keyspace().unwatch(session.watch());
            context.reply().error("EXECABORT Transaction discarded because of: " + message.substring(message.indexOf(' ') + 1));
            return;
        }
        if (session.inTransaction()) {
            session.failTransaction();
        }
        context.reply().error(message);
    }

    private String refusal(CommandContext context, Command command, Session session, boolean line) {
        if (!session.isAuthenticated() && !command.has(Flag.NO_AUTH)) {
            return "NOAUTH Authentication required.";
        }
        Set<Command> disabled = server.disabledCommands();
        // The application itself may do what its clients may not.
        if (!disabled.isEmpty() && disabled.contains(command) && session.connection() != null) {
            return line ? shownName(command) + " is disabled" : unknownCommand(context);
        }
        if (session.isMonitor() && (command.isReadOnly() || command.isWrite() || command.has(Flag.MAY_REPLICATE))) {
            return "ERR Replica can't interact with the keyspace";
        }
        if (session.connection() == null && command.has(Flag.NEEDS_CONNECTION)) {
            return "ERR '" + command.fullName() + "' is about a connection, which callers in the same process do not have";
        }
        if (session.inTransaction() && command.has(Flag.NO_MULTI)) {
            return "ERR Command not allowed inside a transaction";
        }
        if (session.isSubscribed() && session.protocol() == 2 && !PubSubCommands.WHILE_SUBSCRIBED.contains(command)) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        return null;
    }

    private Pending queue(CommandContext context, Session session, Request request) {
        if (!session.isTransactionFailed() && !session.watch().isTouched()) {
            if (!session.enqueue(request, server.settings().limits().request())) {
                session.failTransaction();
                context.reply().error("ERR transaction too long");
                return null;
            }
        }
        context.reply().simple("QUEUED");
        return null;
    }

    /** The segments of a command's keys. */
    long segments(CommandContext context, Command command) {
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

    private long segment(CommandContext context, int argument) {
        Key key = context.key(argument);
        int limit = server.settings().limits().key();
        // The decoder has checked what is a key by its place, but not what callers in the process pass.
        if (key.length() > limit) {
            throw new CommandException("ERR key too long: at most " + limit + " bytes are allowed");
        }
        return key.segment();
    }

    /** The container whose subcommand nobody knows, or null. */
    private static Command container(CommandContext context) {
        byte[] name = context.argument(0).copy();
        Command container = CommandTable.REDIS.find(name, 0, name.length);
        return container != null && !container.subcommands().isEmpty() && context.count() > 1 ? container : null;
    }

    private static String unknownName(CommandContext context) {
        return "unknown command " + shown(context.argument(0))
                + (container(context) == null ? "" : " " + shown(context.argument(1)));
    }

    private static String unknownCommand(CommandContext context) {
        Command container = container(context);
        if (container != null) {
            return "ERR unknown subcommand '" + shown(context.argument(1)) + "'. Try " + container.name() + " HELP.";
        }
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < context.count() && arguments.length() < SHOWN; i++) {
            String argument = context.argument(i).latin1();
            int shown = Math.min(argument.length(), SHOWN - arguments.length());
            arguments.append('\'').append(argument, 0, shown).append("' ");
        }
        return "ERR unknown command '" + shown(context.argument(0)) + "', with args beginning with: " + arguments;
    }

    private static String wrongNumber(Command command, Request request) {
        return "wrong number of arguments for " + shownName(command) + ": expected " + expected(command) + ", got "
                + (request.count() - (command.isSubcommand() ? 2 : 1));
    }

    /** As in {@code CONFIG SET}. */
    private static String shownName(Command command) {
        return command.fullName().toUpperCase(Locale.ROOT).replace('|', ' ');
    }

    /** Whether this is how a web browser begins: a page may have talked it into sending commands to this machine. */
    private static boolean isOfABrowser(Bytes name) {
        return name.is("post") || name.is("host:");
    }

    private static String expected(Command command) {
        if (!command.subcommands().isEmpty()) {
            return "a subcommand";
        }
        return command.syntax().isEmpty() ? "none" : command.syntax();
    }

    private static String shown(Bytes text) {
        String all = text.latin1();
        return all.length() <= SHOWN ? all : all.substring(0, SHOWN);
    }
}
