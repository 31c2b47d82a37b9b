package io.quarkiverse.kvs.core.command;

import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.ServerTime;
import io.quarkiverse.kvs.core.command.server.SlowLog;
import io.quarkiverse.kvs.core.command.server.Statistics;
import io.quarkiverse.kvs.core.command.server.Telemetry;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.WrongTypeException;

/**
 * Calls commands whose place has come, with the gate open for their keys: runs them, answers their errors, tells the log what
 * they have changed, and notes what they took.
 */
public final class CommandCalls {

    private final ServerState server;
    private final MaxMemory maxMemory;
    private final ServerTime time;
    private final Telemetry telemetry;
    private final Statistics statistics;

    CommandCalls(ServerState server) {
        this.server = server;
        this.maxMemory = server.maxMemory();
        this.time = server.time();
        this.telemetry = server.telemetry();
        this.statistics = telemetry.statistics();
    }

    /** Runs a command that a script calls, with the gate open for its keys. */
    public void fromScript(CommandContext context, Command command) {
        call(context, command, context.session().caller().isNoticed() && telemetry.times(command, context.request()));
    }

    /** Runs a command whose place has come, with the gate open for its keys. */
    Pending call(CommandContext context, Command command) {
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
        } catch (RuntimeException | Error e) {
            observation.end(-1, e.getClass().getName());
            throw e;
        }
    }

    private Pending call(CommandContext context, Command command, boolean timed) {
        context.command(command);
        monitorFirst(context, command);
        Pending pending = perform(context, command, timed);
        if (context.session().caller().isNoticed()) {
            // Afterwards, too: INFO does not count itself yet, and CONFIG RESETSTAT does.
            statistics.called(command);
        }
        // Afterwards, as in Redis: so EXEC comes behind the commands of its transaction, and RESET is not shown to the
        // connection whose MONITOR it ends.
        if (!command.has(Flag.SKIP_MONITOR) && !command.has(Flag.ADMIN)) {
            monitor(context);
        }
        return pending;
    }

    /** A script is shown in front of the commands that it calls, and also if it cannot be compiled. */
    void monitorFirst(CommandContext context, Command command) {
        if (command.has(Flag.SKIP_MONITOR)) {
            monitor(context);
        }
    }

    private void monitor(CommandContext context) {
        if (telemetry.isMonitored() && context.session().caller().isNoticed()) {
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
            fail(context, reply, mark, CommandExecutor.OUT_OF_HEAP);
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
            } catch (RuntimeException | Error e) {
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

    void fail(CommandContext context, ReplyWriter reply, long mark, String message) {
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
}
