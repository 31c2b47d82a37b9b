package io.quarkiverse.kvs.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.quarkiverse.kvs.runtime.protocol.Dialect;
import io.quarkiverse.kvs.runtime.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.Request;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.Key;
import io.quarkiverse.kvs.runtime.store.Keyspace;
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

    /** What is answered where the JVM has no memory for something. */
    public static final String OUT_OF_HEAP = "OOM the heap has no room for what this command needs";

    private static final String NOT_IN_A_TRANSACTION = "ERR Command not allowed inside a transaction";

    /** So much of a name that nobody knows is repeated in the reply. */
    private static final int SHOWN = 128;

    private final ServerState server;
    private final Store store;
    private final MaxMemory maxMemory;

    public CommandExecutor(ServerState server) {
        this.server = server;
        this.store = server.store();
        this.maxMemory = server.maxMemory();
    }

    /**
     * Runs one request and writes its reply.
     *
     * @param now the instant at which it happens, in milliseconds since 1970; for callers in the process also
     *        {@link Keyspace#LATER}
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
                server.log().protocolError(ClientConnection.addressOf(session),
                        "HTTP instead of commands, perhaps by a web page");
                ConnectionCommands.closeAfterReply(context);
                return null;
            }
            reject(context, null, line ? unknownName(context) : unknownCommand(context));
            return null;
        }
        if (!command.accepts(request.count())) {
            reject(context, command, line ? wrongNumber(command, request) : wrongNumber(command));
            return null;
        }
        String refusal = refusal(context, command, session, line);
        if (refusal != null) {
            reject(context, command, refusal);
            return null;
        }
        if (maxMemory.isExceeded() && isOutOfMemory(context, command)) {
            reject(context, command, MaxMemory.ERROR);
            return null;
        }
        if (server.isPaused(command, session, now)) {
            server.resumeWhenUnpaused(session);
            return new Pending.Postponed();
        }
        CommandInterceptor interceptor = server.interceptor();
        if (interceptor != null) {
            CommandInterceptor.Verdict verdict = ask(interceptor, session, command);
            if (verdict != null) {
                return obey(verdict, context, command);
            }
        }
        session.used(command, now);
        if (session.inTransaction() && !TransactionCommands.IMMEDIATE.contains(command)) {
            return queue(context, session, request);
        }
        return call(context, command);
    }

    private static CommandInterceptor.Verdict ask(CommandInterceptor interceptor, Session session, Command command) {
        if (session.connection() == null) {
            String error = interceptor.beforeInProcess(command);
            return error == null ? null : new CommandInterceptor.Fail(error);
        }
        CommandInterceptor.Delay delay = session.takeDelay();
        return delay == null ? interceptor.before(command) : interceptor.afterDelay(delay, command);
    }

    private Pending obey(CommandInterceptor.Verdict verdict, CommandContext context, Command command) {
        if (verdict instanceof CommandInterceptor.Delay delay) {
            context.session().delay(delay);
            return new Pending.Later(delay.millis());
        }
        if (verdict instanceof CommandInterceptor.Fail fail) {
            reject(context, command, fail.error());
        } else {
            ConnectionCommands.closeAfterReply(context);
        }
        return null;
    }

    /** Runs a command whose place has come, with its keys locked. */
    Pending call(CommandContext context, Command command) {
        if (context.session().isUnnoticed()) {
            return call(context, command, false);
        }
        CommandObserver observer = server.observer();
        if (observer == null) {
            return call(context, command, server.slowLog().times(command, context.request()));
        }
        CommandObserver.Observation transaction = context.observation();
        CommandObserver.Observation observation = observer.begin(command, context.session(), transaction);
        context.observation(observation);
        try {
            return call(context, command, true);
        } catch (RuntimeException e) {
            observation.end(-1, e.getClass().getName());
            throw e;
        } finally {
            context.observation(transaction);
        }
    }

    private Pending call(CommandContext context, Command command, boolean timed) {
        context.command(command);
        boolean noticed = !context.session().isUnnoticed();
        if (noticed) {
            server.statistics().called(command);
        }
        boolean monitored = noticed && server.isMonitored() && !command.has(Flag.SKIP_MONITOR) && !command.has(Flag.ADMIN);
        if (monitored && command != TransactionCommands.EXEC) {
            server.monitors().feed(context);
        }
        long start = timed ? server.nanoTime() : 0;
        ReplyWriter reply = context.reply();
        long mark = reply.mark();
        try {
            run(context, command);
        } catch (OutOfMemoryError e) {
            // Of one large array, mostly, which has taken nothing from anybody.
            fail(context, reply, mark, OUT_OF_HEAP);
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
        if (pending instanceof LongReply rest && (context.isExecuting() || !context.session().mayWait())) {
            // Nobody can be made to stand still: in a transaction, everything is locked, and this caller waits here.
            rest.write(reply, () -> false);
            pending = null;
        }
        if (!timed) {
            return pending;
        }
        long nanos = server.nanoTime() - start
                + (pending instanceof Pending.Delayed delayed ? delayed.millis() * 1_000_000 : 0);
        if (pending instanceof LongReply rest) {
            return timed(rest, SlowLog.Call.of(context, command), nanos, context.observation());
        }
        if (!(pending instanceof Pending.Blocked)) {
            took(context, command, nanos, context.observation());
        }
        return pending;
    }

    /**
     * Notes how long a command took.
     *
     * @param observation null if nobody observes it
     */
    void took(CommandContext context, Command command, long nanos, CommandObserver.Observation observation) {
        server.statistics().took(command, nanos);
        if (server.slowLog().isSlow(command, nanos)) {
            slow(SlowLog.Call.of(context, command), nanos);
        }
        if (observation != null) {
            observation.end(nanos, context.failure());
        }
    }

    private void slow(SlowLog.Call call, long nanos) {
        server.slowLog().add(call, nanos);
        server.log().slowCommand(call.address().isEmpty() ? null : call.address(), call.command(), call.keys(),
                nanos);
    }

    /** What is left to do is part of what the command takes. */
    private LongReply timed(LongReply rest, SlowLog.Call call, long before, CommandObserver.Observation observation) {
        return (reply, cancelled) -> {
            long start = server.nanoTime();
            String failure = null;
            try {
                rest.write(reply, cancelled);
            } catch (RuntimeException e) {
                failure = e.getClass().getName();
                throw e;
            } finally {
                long nanos = before + server.nanoTime() - start;
                server.statistics().took(call.command(), nanos);
                if (server.slowLog().isSlow(call.command(), nanos)) {
                    slow(call, nanos);
                }
                if (observation != null) {
                    observation.end(nanos, failure);
                }
            }
        };
    }

    /** Runs a command; twice if it needs more memory than there is at first. */
    private void run(CommandContext context, Command command) {
        try {
            runLocked(context, command);
        } catch (NotEnoughMemoryException e) {
            // In a transaction, keys are locked.
            if (context.isExecuting() || !maxMemory.makeRoom(context.eviction(), e.bytes(), context.now())) {
                throw e;
            }
            runLocked(context, command);
        }
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
            context.keyspace().close();
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

    /**
     * Runs commands of a caller in the process together, as EXEC does: with the keys of all of them locked, so that no client
     * sees only some of them done. Commands that block do not wait.
     * <p>
     * If one of them cannot be run at all, none is, and the reply is why. Otherwise the reply is an array of their replies,
     * errors among them perhaps.
     *
     * @param requests in RESP, at least one
     * @param now the instant at which it happens, as in {@link #execute}
     */
    public void executeTogether(CommandContext context, Session session, List<Request> requests, ReplyWriter reply, long now) {
        reply.begin();
        for (Request request : requests) {
            context.prepare(session, request, reply, now);
            Command command = CommandTable.REDIS.find(request);
            String refusal = refusalTogether(context, command, session);
            if (refusal != null) {
                reject(context, command, refusal);
                return;
            }
        }
        context.command(TransactionCommands.EXEC);
        executeAll(context, requests, new Watch());
        serveBlocked(context);
    }

    /** Why a command cannot be one of those that are run together, whatever the others are; or null. */
    private String refusalTogether(CommandContext context, Command command, Session session) {
        if (command == null) {
            return unknownCommand(context);
        }
        if (!command.accepts(context.count())) {
            return wrongNumber(command);
        }
        String refusal = refusal(context, command, session, false);
        if (refusal != null) {
            return refusal;
        }
        if (command.has(Flag.NO_MULTI)) {
            return NOT_IN_A_TRANSACTION;
        }
        String tooLong = keyTooLong(context, command);
        if (tooLong != null) {
            return tooLong;
        }
        if (maxMemory.isExceeded() && isOutOfMemory(context, command)) {
            return MaxMemory.ERROR;
        }
        CommandInterceptor interceptor = server.interceptor();
        return interceptor == null ? null : interceptor.beforeInProcess(command);
    }

    private String keyTooLong(CommandContext context, Command command) {
        String[] error = { null };
        try {
            command.findKeys(context.request(), (argument, flags) -> {
                if (context.argument(argument).length() > server.settings().limits().key()) {
                    error[0] = keyTooLong();
                }
            });
        } catch (CommandException e) {
            // The command itself will say what is wrong with its arguments.
            return null;
        }
        return error[0];
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
        context.failure(message);
        reply.error(message);
    }

    /** Refuses a request before it runs; a transaction that it should have been part of is spoilt. */
    private void reject(CommandContext context, Command command, String message) {
        Session session = context.session();
        server.statistics().rejected(command, message);
        CommandObserver observer = server.observer();
        if (observer != null) {
            observer.rejected(command, session, message);
        }
        if (command == TransactionCommands.EXEC) {
            session.endTransaction();
            context.keyspace().unwatch(session.watch());
            context.reply().error("EXECABORT Transaction discarded because of: "
                    + (message.startsWith("ERR ") ? message.substring(4) : message));
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
            return line ? command.words() + " is disabled" : unknownCommand(context);
        }
        if (session.isMonitor() && (command.isReadOnly() || command.isWrite() || command.has(Flag.MAY_REPLICATE))) {
            return "ERR Replica can't interact with the keyspace";
        }
        if (session.connection() == null && command.has(Flag.NEEDS_CONNECTION)) {
            return "ERR '" + command.fullName() + "' is about a connection, which callers in the same process do not have";
        }
        if (session.inTransaction() && command.has(Flag.NO_MULTI)) {
            return NOT_IN_A_TRANSACTION;
        }
        if (session.isSubscribed() && session.protocol() == 2 && !PubSubCommands.WHILE_SUBSCRIBED.contains(command)) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        return null;
    }

    /**
     * Whether a command is to be refused because there is no memory, after what can be evicted has been: whatever needs some,
     * and whatever would make a transaction longer.
     */
    private boolean isOutOfMemory(CommandContext context, Command command) {
        long now = context.now();
        if (server.isPaused(now) || maxMemory.makeRoom(context.eviction(), 0, now)) {
            return false;
        }
        Session session = context.session();
        if (command == TransactionCommands.EXEC) {
            return session.inTransaction() && session.queue().stream().anyMatch(CommandExecutor::needsMemory);
        }
        return command.has(Flag.DENYOOM) || session.inTransaction() && !TransactionCommands.ENDING.contains(command);
    }

    private static boolean needsMemory(Request queued) {
        return (queued.isResp() ? CommandTable.REDIS : CommandTable.LINE).find(queued).has(Flag.DENYOOM);
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
        // The decoder has checked what is a key by its place, but not what callers in the process pass.
        if (key.length() > server.settings().limits().key()) {
            throw new CommandException(keyTooLong());
        }
        return key.segment();
    }

    private String keyTooLong() {
        return "ERR key too long: at most " + server.settings().limits().key() + " bytes are allowed";
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

    private static String wrongNumber(Command command) {
        return "ERR wrong number of arguments for '" + command.fullName() + "' command";
    }

    private static String wrongNumber(Command command, Request request) {
        return "wrong number of arguments for " + command.words() + ": expected " + expected(command) + ", got "
                + (request.count() - (command.isSubcommand() ? 2 : 1));
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
