package io.quarkiverse.kvs.core.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Watch;

/**
 * Runs commands together, so that no client sees only some of them done: a transaction, or those of a caller in the process.
 */
public final class CommandBatch {

    private final ServerState server;
    private final CommandTable commands;
    private final RequestErrors errors;
    private final KeySegments segments;
    private final Admission admission;
    private final CommandCalls calls;

    CommandBatch(ServerState server, RequestErrors errors, KeySegments segments, Admission admission, CommandCalls calls) {
        this.server = server;
        this.commands = server.commands();
        this.errors = errors;
        this.segments = segments;
        this.admission = admission;
        this.calls = calls;
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
     * @param now the instant at which it happens, as in {@link CommandExecutor#execute}
     * @return null when the reply is complete; or that nothing was done because another thread keeps some of the keys, or that
     *         another server does it
     */
    public Pending execute(CommandContext context, Session session, List<Request> requests,
            Predicate<Keyspace> condition,
            ReplyWriter reply, long now) {
        reply.begin();
        boolean again = session.takeContended();
        Forwarder forwarder = server.forwarder();
        List<QueuedCommand> queue = new ArrayList<>(requests.size());
        for (Request request : requests) {
            context.prepare(session, request, reply, now);
            Command command = commands.find(request);
            String refusal = refusal(context, command, session, forwarder, again);
            if (refusal != null) {
                admission.reject(context, command, refusal);
                return null;
            }
            queue.add(new QueuedCommand(command, request));
        }
        if (forwarder != null && queue.stream().anyMatch(each -> forwarder.isNeeded(each.command(), session))) {
            if (!context.mayWait()) {
                return new Pending.Elsewhere();
            }
            if (condition != null) {
                admission.reject(context, queue.get(0).command(), "ERR a condition is only tried by the server that leads");
                return null;
            }
            return new Pending.Forwarded(forwarder.forwardTogether(session, queue));
        }
        if (server.persistence().isBehind() && queue.stream().anyMatch(QueuedCommand::mayWrite)) {
            if (!context.mayWait()) {
                return CommandExecutor.contended(session);
            }
            server.persistence().awaitRoom();
        }
        if (!openForAll(context, session, queue, reply, now)) {
            return CommandExecutor.contended(session);
        }
        context.gate().forget();
        context.gate().actor(session);
        try {
            if (condition == null || condition.test(context.keyspace())) {
                runQueue(context, queue, session.multi().watch());
            } else {
                reply.nilArray();
            }
            calls.closeGate(context);
        } finally {
            if (context.gate().isOpen()) {
                context.gate().close();
            }
            boolean walks = queue.stream().anyMatch(each -> each.command().has(Flag.WALKS_KEYSPACE));
            session.dependsOn(
                    walks && context.gate().isLogged() ? server.changes().seenAll(session) : context.gate().dependsOn());
        }
        return null;
    }

    /**
     * Why a command cannot be one of those that are run together, with any others; or null.
     *
     * @param again whether the interceptor has been asked before
     */
    private String refusal(CommandContext context, Command command, Session session, Forwarder forwarder, boolean again) {
        if (command == null) {
            return errors.unknownCommand(context);
        }
        if (!command.accepts(context.count())) {
            return RequestErrors.wrongNumber(command);
        }
        String refusal = admission.refusal(context, command, session, false);
        if (refusal != null) {
            return refusal;
        }
        if (command.has(Flag.NO_MULTI)) {
            return Admission.NOT_IN_A_TRANSACTION;
        }
        String tooLong = segments.tooLong(context, command);
        if (tooLong != null) {
            return tooLong;
        }
        if (server.maxMemory().isExceeded() && admission.isOutOfMemory(context, command)) {
            return MaxMemory.ERROR;
        }
        boolean elsewhere = forwarder != null && forwarder.isNeeded(command, session);
        Obstacle obstacle = elsewhere ? null : server.obstacles().together();
        refusal = obstacle == null ? null : obstacle.refusal(command, session, context);
        if (refusal != null) {
            return refusal;
        }
        CommandInterceptor interceptor = again ? null : server.interceptor();
        return interceptor == null ? null : interceptor.beforeInProcess(command);
    }

    /**
     * Runs queued commands together, and writes their replies as an array; or no array at all if a watched key was changed. The
     * gate is open for the keys of all of them.
     */
    public void runQueue(CommandContext context, List<QueuedCommand> queue, Watch watch) {
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
            if (admission.isForbidden(inner, queued.command())) {
                continue;
            }
            Pending pending = calls.call(inner, queued.command());
            sleepMillis += pending == null ? 0 : pending.sleepMillis();
        }
        if (sleepMillis > 0) {
            context.holdReply(sleepMillis);
        }
    }

    /**
     * Opens the gate for the keys of some commands.
     *
     * @return false if the session does not wait for keys, and another thread keeps some of these
     */
    boolean openForAll(CommandContext context, Session session, List<QueuedCommand> commands, ReplyWriter reply, long now) {
        long needed = segments.ofAll(context, session, commands, reply, now);
        if (!context.mayWait()) {
            return context.gate().tryOpen(needed, now);
        }
        context.gate().open(needed, now);
        return true;
    }
}
