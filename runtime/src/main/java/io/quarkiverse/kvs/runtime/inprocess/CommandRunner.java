package io.quarkiverse.kvs.runtime.inprocess;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Forwarder;
import io.quarkiverse.kvs.core.command.LateReply;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.BrokenPromiseException;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.vertx.core.Context;

/**
 * Runs commands of the application, one at a time: the context and the session that a command needs, the request and the place
 * for its reply, all of which the next command uses again.
 * <p>
 * For one thread at a time: see {@link CommandRunnerPool}.
 */
public final class CommandRunner {

    private final ServerState server;
    private final CommandContext context;
    private final Request request = new Request();
    private final ReplyBuilder reply = new ReplyBuilder();
    private final Session session;
    private final Patience patience;

    /** @param user who the callers act as; null for the application itself */
    CommandRunner(ServerState server, CallerKind caller, int database, User user, Patience patience) {
        this.server = server;
        this.patience = patience;
        context = new CommandContext(server, new SplittableRandom());
        session = server.clients().inProcess(caller, database, server.time().currentTimeMillis());
        session.user(user);
    }

    /**
     * Begins a command for a caller who need not have the reply at once.
     *
     * @param lateReplies where the reply goes if the command blocks; this runner then belongs to the caller who waits, and is
     *        not to be used for other commands
     * @param waitsForKeys whether the command waits for keys that another thread keeps; if not, and one does, it is to be begun
     *        again in this runner
     * @return null when the reply is complete, or why it is not
     */
    public Pending begin(Supplier<LateReply> lateReplies, boolean waitsForKeys, ReplyBuilder target, byte[]... words) {
        request.of(words);
        session.waitsForKeys(waitsForKeys);
        session.lateReplies(lateReplies);
        Pending pending = server.executor().execute(context, session, request, target, server.time().instant());
        if (!(pending instanceof Pending.Blocked)) {
            session.lateReplies(null);
        }
        return pending;
    }

    /**
     * Runs a command and waits until it is done.
     *
     * @throws KvsException if the reply is an error
     */
    Reply run(byte[]... words) {
        reply.expectText(false);
        runToTheEnd(words);
        return success(reply.takeReply());
    }

    /** The same for a command that answers a value, as text. */
    String runForText(byte[]... words) {
        reply.expectText(true);
        runToTheEnd(words);
        String text = reply.takeText();
        return text != null ? text : success(reply.takeReply()).asString();
    }

    /**
     * Runs commands together: see {@link io.quarkiverse.kvs.core.command.CommandBatch#execute}.
     *
     * @param condition null for none
     * @return the array of their replies, or nil if the condition was not met
     * @throws KvsException if one of them cannot be run, so that none was
     */
    Reply runTogether(List<Request> commands, Predicate<Keyspace> condition) {
        prepareToWait();
        commands.forEach(command -> refuseToWaitForRoom(server.commands().find(command)));
        reply.expectText(false);
        Pending pending = server.executor().batch().execute(context, session, commands, condition, reply,
                server.time().instant());
        requireKeys(pending);
        if (pending instanceof Pending.Forwarded forwarded) {
            ForwardedReply.await(forwarded, reply);
        } else {
            awaitPromise();
        }
        return success(reply.takeReply());
    }

    /** Looks at a key: see {@link io.quarkiverse.kvs.core.command.CommandExecutor#look}. */
    <T> T look(byte[] key, Function<Keyspace, T> look) {
        prepareToWait();
        if (patience != Patience.NOTHING) {
            catchUp(server);
        }
        T seen = server.executor().look(context, session, new Key().show(key), look, server.time().instant());
        awaitPromise();
        return seen;
    }

    private void runToTheEnd(byte[]... words) {
        prepareToWait();
        request.of(words);
        refuseToWaitForRoom(server.commands().find(request));
        Pending pending = server.executor().execute(context, session, request, reply, server.time().instant());
        requireKeys(pending);
        if (pending instanceof Pending.Forwarded forwarded) {
            ForwardedReply.await(forwarded, reply);
            return;
        }
        awaitPromise();
        if (pending instanceof Pending.Delayed delayed) {
            if (Context.isOnEventLoopThread()) {
                throw new KvsException("this command waits, which an event loop must not: use ReactiveKeyValueStore");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayed.millis()));
            delayed.reply().accept(reply);
        }
    }

    private void prepareToWait() {
        if (patience == Patience.NOTHING) {
            session.waitsForKeys(!Context.isOnEventLoopThread());
        } else if (patience == Patience.KEYS) {
            // All that is asked before a command runs was asked when its keys were not to be had.
            session.contended();
        } else {
            prepareToWait(server);
        }
    }

    /** Waits for the data, if it is being loaded and callers are to wait for it. An event loop does not. */
    static void awaitData(ServerState server) {
        if (server.persistence().isToBeAwaited() && !Context.isOnEventLoopThread()) {
            server.persistence().awaitLoaded();
        }
    }

    /** Waits until the data here is as new as that of the server that leads, if this one does not. An event loop does not. */
    public static void catchUp(ServerState server) {
        Forwarder forwarder = server.forwarder();
        if (forwarder != null && !Context.isOnEventLoopThread()) {
            try {
                forwarder.catchUp();
            } catch (CommandException e) {
                throw new KvsException(e.getMessage());
            }
        }
    }

    /**
     * Waits for the data to be loaded.
     *
     * @throws KvsException on an event loop, if the log is to be waited for
     */
    static void prepareToWait(ServerState server) {
        awaitData(server);
        if (server.changes().isPromisedLate() && Context.isOnEventLoopThread()) {
            throw new KvsException(server.group() != null
                    ? "commands wait for the other members of the cluster, which an event loop must not: use ReactiveKeyValueStore"
                    : "with quarkus.kvs.persistence.fsync=always, commands wait for the disk, which an event loop must not: use "
                            + "ReactiveKeyValueStore");
        }
    }

    private void requireKeys(Pending pending) {
        if (pending instanceof Pending.Contended || pending instanceof Pending.Elsewhere) {
            session.takeContended();
            throw KeysHeldException.INSTANCE;
        }
    }

    /** Where the disk is so slow that writers wait for it, event loops do not. */
    private void refuseToWaitForRoom(Command command) {
        if (patience == Patience.ALL && server.persistence().isBehind() && command != null && command.mayWrite()
                && Context.isOnEventLoopThread()) {
            throw new KvsException("the disk is slower than what is written, and an event loop must not wait for it: use "
                    + "ReactiveKeyValueStore");
        }
    }

    /** Waits until what the reply tells lasts. */
    private void awaitPromise() {
        if (patience == Patience.ALL) {
            awaitPromise(server, session.dependsOn());
        }
    }

    /** @throws KvsException if the record will not last: it is done, but may be gone after the next start */
    static void awaitPromise(ServerState server, long record) {
        try {
            server.changes().awaitPromise(record);
        } catch (BrokenPromiseException e) {
            throw new KvsException("done, but not kept: " + e.getMessage(), e);
        }
    }

    private static Reply success(Reply reply) {
        if (reply instanceof Reply.Error error) {
            throw new KvsException(error.message());
        }
        return reply;
    }
}
