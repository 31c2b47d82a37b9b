package io.quarkiverse.kvs.core.command;

import java.util.function.Function;

import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.ClientPause;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Statistics;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * The one road on which a request reaches its command, wherever it came from: look the command up, see whether the
 * client may call it now, lock the segments of its keys, run it.
 * <p>
 * Safe for use by many threads, each with a {@link CommandContext} of its own.
 */
public final class CommandExecutor {

    /** What is answered where the JVM has no memory for something. */
    public static final String OUT_OF_HEAP = "OOM the heap has no room for what this command needs";

    private final ServerState server;
    private final MaxMemory maxMemory;
    private final Statistics statistics;
    private final ClientPause pause;
    private final CommandTable commands;
    private final CommandTable lineCommands;
    private final RequestErrors errors;
    private final KeySegments segments;
    private final Admission admission;
    private final CommandCalls calls;
    private final CommandBatch batch;

    public CommandExecutor(ServerState server) {
        this.server = server;
        this.maxMemory = server.maxMemory();
        this.statistics = server.telemetry().statistics();
        this.pause = server.clients().pause();
        this.commands = server.commands();
        this.lineCommands = commands.in(Dialect.LINE);
        this.errors = new RequestErrors(commands);
        this.segments = new KeySegments(server.settings());
        this.admission = new Admission(server, errors);
        this.calls = new CommandCalls(server);
        this.batch = new CommandBatch(server, errors, segments, admission, calls);
    }

    /** Which segments of the store a command needs. */
    public KeySegments segments() {
        return segments;
    }

    /** Whether a client may call a command. */
    public Admission admission() {
        return admission;
    }

    /** What calls a command once the gate is open. */
    public CommandCalls calls() {
        return calls;
    }

    /** What runs several commands together. */
    public CommandBatch batch() {
        return batch;
    }

    /**
     * Runs one request and writes its reply.
     *
     * @param now the instant at which it happens, in milliseconds since 1970; for callers in the process also
     *        {@link Gate#LATER}
     * @return null when the reply is complete, or why it is not
     */
    public Pending execute(CommandContext context, Session session, Request request, ReplyWriter reply, long now) {
        context.prepare(session, request, reply, now);
        reply.begin();
        boolean line = reply.dialect() == Dialect.LINE;
        Command command = (line ? lineCommands : commands).find(request);
        if (command == null) {
            if (!line && RequestErrors.isOfABrowser(context.argument(0))) {
                // No reply, which a page might read.
                server.telemetry().log().protocolError(ClientConnection.addressOf(session),
                        "HTTP instead of commands, perhaps by a web page");
                session.closeAfterReply();
                return null;
            }
            admission.reject(context, null, line ? errors.unknownName(context) : errors.unknownCommand(context));
            return null;
        }
        if (!command.accepts(request.count())) {
            admission.reject(context, command,
                    line ? RequestErrors.wrongNumber(command, request) : RequestErrors.wrongNumber(command));
            return null;
        }
        String refusal = admission.refusal(context, command, session, line);
        if (refusal != null) {
            admission.reject(context, command, refusal);
            return null;
        }
        Forwarder forwarder = server.forwarder();
        Pending forwarded = forwarder == null ? null : forward(forwarder, context, command);
        if (forwarded != null) {
            return forwarded;
        }
        if (maxMemory.isExceeded() && admission.isOutOfMemory(context, command)) {
            admission.reject(context, command, MaxMemory.ERROR);
            return null;
        }
        Obstacle obstacle = server.obstacles().together();
        if (obstacle != null) {
            refusal = obstacle.refusal(command, session, context);
            if (refusal != null) {
                admission.reject(context, command, refusal);
                return null;
            }
        }
        // Once it has been asked, and the keys were not to be had, this is not asked again.
        boolean again = session.takeContended();
        if (!again && pause.stops(command, session, now) && (pause.stopsReading() || !command.onlyReads(context))) {
            pause.resumeAfter(session);
            return new Pending.Postponed();
        }
        CommandInterceptor interceptor = again || !session.caller().isIntercepted() ? null : server.interceptor();
        if (interceptor != null) {
            CommandInterceptor.Verdict verdict = ask(interceptor, session, command);
            if (verdict != null) {
                return obey(verdict, context, command);
            }
        }
        session.used(command, now);
        if (session.inTransaction() && !command.has(Flag.NOT_QUEUED)) {
            return queue(context, session, command, request);
        }
        return callAlone(context, command);
    }

    /** @return null if the command is to be executed here */
    private static Pending forward(Forwarder forwarder, CommandContext context, Command command) {
        Session session = context.session();
        if (session.connection() != null) {
            return forwarder.forwards(context, command) ? new Pending.Forwarded(null) : null;
        }
        if (!forwarder.isNeeded(command, session)) {
            return null;
        }
        // The reply is waited for.
        return !context.mayWait() ? new Pending.Elsewhere()
                : new Pending.Forwarded(forwarder.forward(command, session, context.request()));
    }

    /**
     * Opens the gate for a command, runs it, and closes the gate. On an event loop, nothing waits for a key that another thread
     * keeps for long.
     */
    private Pending callAlone(CommandContext context, Command command) {
        while (true) {
            try {
                return callOnce(context, command);
            } catch (RunAgainException e) {
                if (!context.mayWait()) {
                    context.session().contended();
                    return e.isOfContention() ? new Pending.Contended() : new Pending.Elsewhere();
                }
                e.await();
            }
        }
    }

    private Pending callOnce(CommandContext context, Command command) {
        Session session = context.session();
        Gate gate = context.gate();
        long needed;
        try {
            needed = command.has(Flag.RUNS_QUEUE) ? ofQueue(context) : segments.of(context, command);
        } catch (CommandException e) {
            statistics.called(command);
            context.command(command);
            calls.monitorFirst(context, command);
            calls.fail(context, context.reply(), context.reply().mark(), e.getMessage());
            return null;
        }
        if (command.endsWatch()) {
            needed |= session.multi().watch().segments();
        }
        boolean mayWait = context.mayWait();
        if (!mayWait && takesLong(context, command)) {
            session.contended();
            return new Pending.Elsewhere();
        }
        if (server.persistence().isBehind() && mayWrite(command, session)) {
            if (!mayWait) {
                return contended(session);
            }
            server.persistence().awaitRoom();
        }
        if (mayWait) {
            gate.open(needed, context.instant());
        } else if (command.has(Flag.WALKS_KEYSPACE) && server.store().isKept()
                || !gate.tryOpen(needed, context.instant())) {
            return contended(session);
        }
        gate.forget();
        gate.actor(session);
        long mark = context.reply().mark();
        try {
            return calls.call(context, command);
        } catch (RunAgainException e) {
            context.reply().rewind(mark);
            throw e;
        } finally {
            if (gate.isOpen()) {
                gate.close();
            }
            if (session.tracking() != null) {
                trackingDone(session, command);
            }
            if (gate.isLogged()) {
                // What looks at all keys may have seen anything.
                session.dependsOn(command.has(Flag.WALKS_KEYSPACE) ? server.changes().seenAll(session) : gate.dependsOn());
            }
        }
    }

    /** A command of a client that tracks keys is done: CLIENT CACHING is about the next command, or the next transaction. */
    private void trackingDone(Session session, Command command) {
        if (!session.inTransaction() && !command.isOf("CLIENT")) {
            session.tracking().caching(false);
        }
        server.clients().tracking().forgetIfTooMany();
    }

    static Pending contended(Session session) {
        session.contended();
        return new Pending.Contended();
    }

    /** Whether a command, or one of the transaction that it runs, may take longer than an event loop can be kept. */
    private boolean takesLong(CommandContext context, Command command) {
        if (!command.has(Flag.RUNS_QUEUE)) {
            return command.isElsewhere(context);
        }
        Session session = context.session();
        if (!session.inTransaction()) {
            return false;
        }
        CommandContext inner = context.inner();
        for (QueuedCommand queued : session.multi().queue()) {
            if (queued.command().mayBeElsewhere()) {
                inner.prepare(session, queued.request(), context.messages(), context.instant());
                if (queued.command().isElsewhere(inner)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mayWrite(Command command, Session session) {
        return command.mayWrite() || command.has(Flag.RUNS_QUEUE) && session.inTransaction()
                && session.multi().queue().stream().anyMatch(QueuedCommand::mayWrite);
    }

    private static CommandInterceptor.Verdict ask(CommandInterceptor interceptor, Session session, Command command) {
        if (!session.caller().hasConnection()) {
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
            admission.reject(context, command, fail.error());
        } else {
            context.session().closeAfterReply();
        }
        return null;
    }

    /**
     * Lets a caller in the process look at what a key holds, with the gate open for it.
     *
     * @param look changes nothing, and keeps nothing of what it sees
     * @param now the instant at which it happens, as in {@link #execute}
     */
    public <T> T look(CommandContext context, Session session, Key key, Function<Keyspace, T> look, long now) {
        Gate gate = context.gate();
        // One that does not lead has waited until it has what the one that leads had.
        session.asksLeader(server.group() != null && server.group().isLeading());
        gate.open(key.segment(), now);
        gate.forget();
        gate.actor(session);
        try {
            gate.begin(CommandCalls.lookups(session));
            T seen = look.apply(context.keyspace(session.database()));
            gate.end();
            return seen;
        } finally {
            calls.closeGate(context);
            if (gate.isLogged()) {
                session.dependsOn(gate.dependsOn());
            }
        }
    }

    private Pending queue(CommandContext context, Session session, Command command, Request request) {
        if (!session.multi().isFailed() && !session.multi().watch().isTouched()) {
            if (!session.multi().enqueue(command, request, server.settings().limits().request())) {
                session.multi().fail();
                context.reply().error("ERR transaction too long");
                return null;
            }
        }
        context.reply().simple("QUEUED");
        return null;
    }

    /** The segments of all queued commands. */
    private long ofQueue(CommandContext context) {
        Session session = context.session();
        return session.inTransaction()
                ? segments.ofAll(context.inner(), session, session.multi().queue(), context.messages(), context.instant())
                : Store.NONE;
    }
}
