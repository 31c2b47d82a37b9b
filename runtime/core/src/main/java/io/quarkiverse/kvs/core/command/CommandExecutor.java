package io.quarkiverse.kvs.core.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.command.acl.Denial;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.ClientPause;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.Access;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.ServerTime;
import io.quarkiverse.kvs.core.command.server.SlowLog;
import io.quarkiverse.kvs.core.command.server.Statistics;
import io.quarkiverse.kvs.core.command.server.Telemetry;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Watch;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
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

    private static final String NOT_IN_A_TRANSACTION = "ERR Command not allowed inside a transaction";

    /** So much of a name that is unknown is repeated in the reply. */
    private static final int SHOWN = 128;

    private final ServerState server;
    private final MaxMemory maxMemory;
    private final ServerTime time;
    private final Telemetry telemetry;
    private final Statistics statistics;
    private final Access access;
    private final ClientPause pause;
    private final CommandTable commands;
    private final CommandTable lineCommands;

    public CommandExecutor(ServerState server) {
        this.server = server;
        this.maxMemory = server.maxMemory();
        this.time = server.time();
        this.telemetry = server.telemetry();
        this.statistics = telemetry.statistics();
        this.access = server.access();
        this.pause = server.clients().pause();
        this.commands = server.commands();
        this.lineCommands = commands.in(Dialect.LINE);
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
            if (!line && isOfABrowser(context.argument(0))) {
                // No reply, which a page might read.
                telemetry.log().protocolError(ClientConnection.addressOf(session),
                        "HTTP instead of commands, perhaps by a web page");
                session.closeAfterReply();
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
        Forwarder forwarder = server.forwarder();
        Pending forwarded = forwarder == null ? null : forward(forwarder, context, command);
        if (forwarded != null) {
            return forwarded;
        }
        if (maxMemory.isExceeded() && isOutOfMemory(context, command)) {
            reject(context, command, MaxMemory.ERROR);
            return null;
        }
        Obstacle obstacle = server.obstacles().together();
        if (obstacle != null) {
            refusal = obstacle.refusal(command, session, context);
            if (refusal != null) {
                reject(context, command, refusal);
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

    /** Whether another server is to execute a command of the application. */
    private boolean isForAnother(Command command, Session session) {
        Forwarder forwarder = server.forwarder();
        return forwarder != null && forwarder.isNeeded(command, session);
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
        long segments;
        try {
            segments = command.has(Flag.RUNS_QUEUE) ? transactionSegments(context) : segments(context, command);
        } catch (CommandException e) {
            statistics.called(command);
            context.command(command);
            monitorFirst(context, command);
            fail(context, context.reply(), context.reply().mark(), e.getMessage());
            return null;
        }
        if (command.endsWatch()) {
            segments |= session.multi().watch().segments();
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
            gate.open(segments, context.instant());
        } else if (command.has(Flag.WALKS_KEYSPACE) && server.store().isKept()
                || !gate.tryOpen(segments, context.instant())) {
            return contended(session);
        }
        gate.forget();
        gate.actor(session);
        long mark = context.reply().mark();
        try {
            return call(context, command);
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
                session.dependsOn(command.has(Flag.WALKS_KEYSPACE) ? server.changes().seenAll() : gate.dependsOn());
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

    private static Pending contended(Session session) {
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

    /** Runs a command that a script calls, with the gate open for its keys. */
    public void callFromScript(CommandContext context, Command command) {
        call(context, command, false);
    }

    /** Why a script may not call a command for a client; null if it may. */
    public String refusalInScript(CommandContext context, Command command, Session client) {
        if (access.isDisabled(command, client)) {
            return unknownCommand(context);
        }
        User user = context.session().user();
        if (user == null || user.isUnrestricted()) {
            return null;
        }
        Denial denial = access.check(context, command);
        return denial == null ? null : denial.inScript();
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
            reject(context, command, fail.error());
        } else {
            context.session().closeAfterReply();
        }
        return null;
    }

    /** Runs a command whose place has come, with the gate open for its keys. */
    private Pending call(CommandContext context, Command command) {
        if (!context.session().caller().isNoticed()) {
            return call(context, command, false);
        }
        CommandObserver observer = telemetry.observer();
        if (observer == null) {
            return call(context, command, telemetry.times(command, context.request()));
        }
        CommandContext transaction = context.outer();
        CommandObserver.Observation observation = observer.begin(command, context.session(),
                transaction == null ? null : transaction.observation());
        context.observation(observation);
        try {
            return call(context, command, true);
        } catch (RuntimeException e) {
            observation.end(-1, e.getClass().getName());
            throw e;
        }
    }

    private Pending call(CommandContext context, Command command, boolean timed) {
        context.command(command);
        boolean noticed = context.session().caller().isNoticed();
        boolean monitored = noticed && !command.has(Flag.ADMIN);
        monitorFirst(context, command);
        Pending pending = perform(context, command, timed);
        if (noticed) {
            // Afterwards, too: INFO does not count itself yet, and CONFIG RESETSTAT does.
            statistics.called(command);
        }
        // Afterwards, as in Redis: so EXEC comes behind the commands of its transaction, and RESET is not shown to the
        // connection whose MONITOR it ends.
        if (monitored && !command.has(Flag.SKIP_MONITOR) && telemetry.isMonitored()) {
            telemetry.monitors().feed(context);
        }
        return pending;
    }

    /** A script is shown in front of the commands that it calls, and also if it cannot be compiled. */
    private void monitorFirst(CommandContext context, Command command) {
        if (command.has(Flag.SKIP_MONITOR) && context.session().caller().isNoticed() && telemetry.isMonitored()) {
            telemetry.monitors().feed(context);
        }
    }

    private Pending perform(CommandContext context, Command command, boolean timed) {
        long start = timed ? time.nanoTime() : 0;
        ReplyWriter reply = context.reply();
        long mark = reply.mark();
        try {
            run(context, command);
        } catch (OutOfMemoryError e) {
            // Of one large array, mostly, which has taken nothing from other clients.
            fail(context, reply, mark, OUT_OF_HEAP);
        } catch (CountedException e) {
            countedBefore(context);
            answerFailed(context, reply, mark, e.getMessage());
        } catch (CommandException e) {
            fail(context, reply, mark, e.getMessage());
        } catch (WrongTypeException e) {
            fail(context, reply, mark, "WRONGTYPE " + e.getMessage());
        }
        if (command.isReadOnly()) {
            rememberRead(context, command);
        }
        if (!context.isExecuting()) {
            closeGate(context);
        }
        Pending pending = context.takePending();
        if (pending instanceof LongReply rest && (context.isExecuting() || !context.session().mayWait())) {
            // No other client can be made to stand still: in a transaction, everything is locked, and this caller waits here.
            rest.write(reply, () -> false);
            pending = null;
        }
        if (!timed) {
            return pending;
        }
        long nanos = time.nanoTime() - start
                + (pending == null ? 0 : TimeUnit.MILLISECONDS.toNanos(pending.sleepMillis()));
        if (pending instanceof LongReply rest) {
            return timed(rest, SlowLog.Call.of(context, command), nanos, context.observation());
        }
        if (!(pending instanceof Pending.Blocked)) {
            took(context, command, nanos, context.observation());
        }
        return pending;
    }

    /**
     * Notes for a client that keeps copies what it has read. The gate is open still. If a command of a script reads, what
     * counts is as in Redis 7.0 the keys of the command that has called the script.
     */
    private void rememberRead(CommandContext context, Command command) {
        CommandContext caller = context.session().caller() == CallerKind.SCRIPT ? context.outer() : context;
        if (caller.session().tracking() != null && command.recording() != Command.Recording.BY_ITS_COMMANDS) {
            server.clients().tracking().remember(caller, caller.command());
        }
    }

    /**
     * Notes how long a command took.
     *
     * @param observation null if it is not observed
     */
    void took(CommandContext context, Command command, long nanos, CommandObserver.Observation observation) {
        telemetry.took(command, nanos);
        if (telemetry.slowLog().isSlow(command, nanos)) {
            telemetry.slow(SlowLog.Call.of(context, command), nanos);
        }
        if (observation != null) {
            observation.end(nanos, context.failure());
        }
    }

    /** What is left to do is part of what the command takes. */
    private LongReply timed(LongReply rest, SlowLog.Call call, long before, CommandObserver.Observation observation) {
        return (reply, cancelled) -> {
            long start = time.nanoTime();
            String failure = null;
            try {
                rest.write(reply, cancelled);
            } catch (RuntimeException e) {
                failure = e.getClass().getName();
                throw e;
            } finally {
                telemetry.took(call, before + time.nanoTime() - start, observation, failure);
            }
        };
    }

    /** Runs a command; twice if it needs more memory than there is at first. */
    private void run(CommandContext context, Command command) {
        try {
            frame(context, command);
        } catch (NotEnoughMemoryException e) {
            // In a transaction, keys are locked.
            if (context.isExecuting()) {
                throw e;
            }
            Gate gate = context.gate();
            long segments = gate.segments();
            gate.close();
            boolean room = maxMemory.makeRoom(context.eviction(), e.bytes(), context.now());
            gate.open(segments, context.instant());
            if (!room) {
                throw e;
            }
            frame(context, command);
        }
    }

    /** Runs a command as a frame of the opening of the gate, and tells the log what it has changed. */
    void frame(CommandContext context, Command command) {
        Gate gate = context.gate();
        long begin = gate.begin(lookups(context.session()));
        int effects = gate.effects();
        boolean done = false;
        try {
            command.body().run(context);
            done = true;
        } finally {
            gate.end();
            if (gate.isLogged() && gate.hasChangedSince(begin) && command.recording() != Command.Recording.BY_ITS_COMMANDS) {
                if (done) {
                    command.recording().record(context);
                } else {
                    gate.dropEffects(effects);
                    StateRecord.of(context, command);
                }
            }
        }
    }

    static Gate.Lookups lookups(Session session) {
        return !session.caller().isNoticed() ? Gate.Lookups.UNNOTICED
                : session.isNoTouch() ? Gate.Lookups.NO_TOUCH : Gate.Lookups.ALL;
    }

    /** Gives clients that have waited what the command has put there, and lets others to the keys. */
    void closeGate(CommandContext context) {
        Gate gate = context.gate();
        BlockedClients blocked = server.blockedClients();
        long needed = blocked.serve(context);
        gate.close();
        blocked.sendReplies(context);
        while (needed != Store.NONE) {
            // Other keys of theirs are needed, which another thread had: now there is none that could wait for this one.
            if (context.session() == null || context.mayWait()) {
                gate.open(needed, context.instant());
            } else if (!gate.tryOpen(needed, context.instant())) {
                blocked.serveLater(gate);
                return;
            }
            needed = blocked.serve(context);
            gate.close();
            blocked.sendReplies(context);
        }
    }

    /**
     * Runs queued commands together, and writes their replies as an array; or no array at all if a watched key was changed. The
     * gate is open for the keys of all of them.
     */
    public void executeAll(CommandContext context, List<QueuedCommand> queue, Watch watch) {
        if (context.keyspace().watches().isChanged(watch)) {
            context.reply().nilArray();
            return;
        }
        context.reply().array(queue.size());
        CommandContext inner = context.inner();
        ReplyWriter replies = context.messages();
        int protocol = context.session().protocol();
        long sleepMillis = 0;
        for (QueuedCommand queued : queue) {
            if (context.session().protocol() != protocol) {
                // A HELLO among them: those behind it are answered in the new dialect.
                protocol = context.session().protocol();
                replies = replies.in(Dialect.resp(protocol));
            }
            // Each of them may change whether those behind it are answered.
            inner.prepare(context.session(), queued.request(), replies, context.instant());
            if (isForbidden(inner, queued.command())) {
                continue;
            }
            Pending pending = call(inner, queued.command());
            sleepMillis += pending == null ? 0 : pending.sleepMillis();
        }
        if (sleepMillis > 0) {
            context.holdReply(sleepMillis);
        }
    }

    /** Whether the rights of the user have changed since a command was queued, so that it may not be called any more. */
    private boolean isForbidden(CommandContext context, Command command) {
        User user = context.session().user();
        if (user == null || user.isUnrestricted()) {
            return false;
        }
        Denial denial = access.check(context, command);
        if (denial == null) {
            return false;
        }
        String message = "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
                + "This command is no longer allowed for the following reason: " + denial.reason().inTransaction();
        statistics.rejected(null, message);
        context.reply().error(message);
        return true;
    }

    /** The segments of all queued commands. */
    private long transactionSegments(CommandContext context) {
        Session session = context.session();
        return session.inTransaction() ? segments(context, session, session.multi().queue()) : Store.NONE;
    }

    private long segments(CommandContext context, Session session, List<QueuedCommand> queue) {
        long segments = Store.NONE;
        CommandContext inner = context.inner();
        for (QueuedCommand queued : queue) {
            Command command = queued.command();
            inner.prepare(session, queued.request(), context.messages(), context.instant());
            segments |= command.has(Flag.WALKS_KEYSPACE) ? Store.ALL : segmentsOrNone(inner, command);
        }
        return segments;
    }

    /**
     * Opens the gate for the keys of some commands.
     *
     * @return false if the session does not wait for keys, and another thread keeps some of these
     */
    boolean openForAll(CommandContext context, Session session, List<QueuedCommand> commands, ReplyWriter reply, long now) {
        long segments = Store.NONE;
        for (QueuedCommand command : commands) {
            context.prepare(session, command.request(), reply, now);
            segments |= command.command().has(Flag.WALKS_KEYSPACE) ? Store.ALL : segmentsOrNone(context, command.command());
        }
        if (!context.mayWait()) {
            return context.gate().tryOpen(segments, now);
        }
        context.gate().open(segments, now);
        return true;
    }

    /**
     * Runs commands of a caller in the process together, as EXEC does: with the keys of all of them locked, so that no client
     * sees only some of them done. Commands that block do not wait.
     * <p>
     * If one of them cannot be run at all, none is, and the reply is why. Otherwise the reply is an array of their replies,
     * errors among them perhaps.
     *
     * @param requests in RESP, at least one
     * @param condition decides with the keys locked whether they are run at all; otherwise the reply is that of an EXEC that
     *        does nothing because a watched key was changed. Null if they are run in any case
     * @param now the instant at which it happens, as in {@link #execute}
     * @return null when the reply is complete; or that nothing was done because another thread keeps some of the keys, or that
     *         another server does it
     */
    public Pending executeTogether(CommandContext context, Session session, List<Request> requests,
            Predicate<Keyspace> condition,
            ReplyWriter reply, long now) {
        reply.begin();
        boolean again = session.takeContended();
        List<QueuedCommand> queue = new ArrayList<>(requests.size());
        for (Request request : requests) {
            context.prepare(session, request, reply, now);
            Command command = commands.find(request);
            String refusal = refusalTogether(context, command, session, again);
            if (refusal != null) {
                reject(context, command, refusal);
                return null;
            }
            queue.add(new QueuedCommand(command, request));
        }
        if (queue.stream().anyMatch(each -> isForAnother(each.command(), session))) {
            if (!context.mayWait()) {
                return new Pending.Elsewhere();
            }
            if (condition != null) {
                reject(context, queue.get(0).command(), "ERR a condition is only tried by the server that leads");
                return null;
            }
            return new Pending.Forwarded(server.forwarder().forwardTogether(session, queue));
        }
        if (server.persistence().isBehind() && queue.stream().anyMatch(QueuedCommand::mayWrite)) {
            if (!context.mayWait()) {
                return contended(session);
            }
            server.persistence().awaitRoom();
        }
        if (!openForAll(context, session, queue, reply, now)) {
            return contended(session);
        }
        context.gate().forget();
        context.gate().actor(session);
        try {
            if (condition == null || condition.test(context.keyspace())) {
                executeAll(context, queue, session.multi().watch());
            } else {
                reply.nilArray();
            }
            closeGate(context);
        } finally {
            if (context.gate().isOpen()) {
                context.gate().close();
            }
            boolean walks = queue.stream().anyMatch(each -> each.command().has(Flag.WALKS_KEYSPACE));
            session.dependsOn(walks && context.gate().isLogged() ? server.changes().seenAll() : context.gate().dependsOn());
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
        gate.open(key.segment(), now);
        gate.forget();
        gate.actor(session);
        try {
            gate.begin(lookups(session));
            T seen = look.apply(context.keyspace(session.database()));
            gate.end();
            return seen;
        } finally {
            closeGate(context);
            if (gate.isLogged()) {
                session.dependsOn(gate.dependsOn());
            }
        }
    }

    /**
     * Why a command cannot be one of those that are run together, with any others; or null.
     *
     * @param again whether the interceptor has been asked before
     */
    private String refusalTogether(CommandContext context, Command command, Session session, boolean again) {
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
        Obstacle obstacle = isForAnother(command, session) ? null : server.obstacles().together();
        refusal = obstacle == null ? null : obstacle.refusal(command, session, context);
        if (refusal != null) {
            return refusal;
        }
        CommandInterceptor interceptor = again ? null : server.interceptor();
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
    public long segmentsOrNone(CommandContext context, Command command) {
        try {
            return segments(context, command);
        } catch (CommandException e) {
            return Store.NONE;
        }
    }

    private void fail(CommandContext context, ReplyWriter reply, long mark, String message) {
        if (context.session().caller().isNoticed()) {
            statistics.failed(context.command(), message);
        }
        answerFailed(context, reply, mark, message);
    }

    private void countedBefore(CommandContext context) {
        if (context.session().caller().isNoticed()) {
            statistics.failed(context.command());
        }
    }

    private static void answerFailed(CommandContext context, ReplyWriter reply, long mark, String message) {
        reply.rewind(mark);
        context.takePending();
        context.failure(message);
        reply.error(message);
    }

    /** Refuses a request before it runs; a transaction that it should have been part of is spoilt. */
    private void reject(CommandContext context, Command command, String message) {
        Session session = context.session();
        statistics.rejected(command, message);
        CommandObserver observer = telemetry.observer();
        if (observer != null) {
            observer.rejected(command, session, message);
        }
        if (command != null && command.has(Flag.RUNS_QUEUE)) {
            session.multi().end();
            server.clients().endWatch(session);
            context.reply().error("EXECABORT Transaction discarded because of: "
                    + (message.startsWith("ERR ") ? message.substring(4) : message));
            return;
        }
        if (session.inTransaction()) {
            session.multi().fail();
        }
        context.reply().error(message);
    }

    private String refusal(CommandContext context, Command command, Session session, boolean line) {
        if (!session.isAuthenticated() && !command.has(Flag.NO_AUTH) && access.isPasswordNeeded()) {
            return "NOAUTH Authentication required.";
        }
        if (access.isDisabled(command, session)) {
            return line ? command.words() + " is disabled" : unknownCommand(context);
        }
        if (session.inTransaction() && command.has(Flag.NO_MULTI)) {
            return NOT_IN_A_TRANSACTION;
        }
        User user = session.user();
        if (user != null && !user.isUnrestricted()) {
            Denial denial = access.check(context, command);
            if (denial != null) {
                return denial.message(command.right().fullName());
            }
        }
        if (session.isMonitor() && (command.isReadOnly() || command.mayWrite())) {
            return "ERR Replica can't interact with the keyspace";
        }
        if (!session.caller().hasConnection() && command.has(Flag.NEEDS_CONNECTION)) {
            return "ERR '" + command.fullName() + "' is about a connection, which callers in the same process do not have";
        }
        if (session.isSubscribed() && session.protocol() == 2 && !command.has(Flag.WHILE_SUBSCRIBED)) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        return null;
    }

    /**
     * Whether a command is to be refused because there is no memory, after what can be evicted has been: one that needs some,
     * or one that would make a transaction longer.
     */
    private boolean isOutOfMemory(CommandContext context, Command command) {
        long now = context.now();
        if (pause.isOn(now) || maxMemory.makeRoom(context.eviction(), 0, now)) {
            return false;
        }
        Session session = context.session();
        if (command.has(Flag.RUNS_QUEUE)) {
            return session.inTransaction() && session.multi().queue().stream().anyMatch(QueuedCommand::needsMemory);
        }
        return command.has(Flag.DENYOOM) || session.inTransaction() && !command.has(Flag.DROPS_QUEUE);
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

    /** The segments of a command's keys. */
    public long segments(CommandContext context, Command command) {
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

    /** The container whose subcommand is unknown, or null. */
    private Command container(CommandContext context) {
        byte[] name = context.argument(0).copy();
        Command container = commands.find(name, 0, name.length);
        return container != null && !container.subcommands().isEmpty() && context.count() > 1 ? container : null;
    }

    private String unknownName(CommandContext context) {
        return "unknown command " + shown(context.argument(0))
                + (container(context) == null ? "" : " " + shown(context.argument(1)));
    }

    private String unknownCommand(CommandContext context) {
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
