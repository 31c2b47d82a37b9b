package io.quarkiverse.kvs.core.command;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.DatabaseKey;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Waiter;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The clients that wait for keys, and how their waiting ends: served by whoever gives a key something to hold, before that
 * command's own reply is sent; after a while; or by somebody else's order.
 * <p>
 * Clients are served one after the other, each under the locks of all its keys, those first who have waited longest. Safe for
 * use by many threads.
 */
public final class BlockedClients {

    private final ServerState server;
    private final Store store;
    private final Set<BlockedClient> waiting = ConcurrentHashMap.newKeySet();

    public BlockedClients(ServerState server) {
        this.server = server;
        this.store = server.store();
    }

    public int count() {
        return waiting.size();
    }

    /** A client waits from now on. The caller holds the locks of its segments. */
    void add(BlockedClient client) {
        client.session.blocked(client);
        store.await(client);
        waiting.add(client);
    }

    /** The time of a client is over. */
    public void timeOut(BlockedClient client) {
        end(client, client.nothing);
    }

    /** The time of all those is over who wanted to wait until an instant, or an earlier one. */
    public void timeOutAll(long now) {
        for (BlockedClient client : waiting) {
            if (client.left(now) == 0) {
                timeOut(client);
            }
        }
    }

    /**
     * Ends a client's waiting.
     *
     * @param answer writes its reply, or null if there is nobody to read it
     * @return whether it has been waiting
     */
    public boolean end(BlockedClient client, Consumer<ReplyWriter> answer) {
        store.lock(client.segments());
        boolean waited;
        try {
            waited = release(client);
        } finally {
            store.unlock(client.segments());
        }
        if (waited && client.observation != null) {
            client.observation.end(-1, null);
        }
        if (waited && answer != null) {
            LateReply reply = lateReply(client);
            reply.writer().begin();
            answer.accept(reply.writer());
            reply.send();
        }
        return waited;
    }

    private boolean release(BlockedClient client) {
        boolean waited = store.release(client);
        if (waited) {
            waiting.remove(client);
            client.session.blocked(null);
        }
        return waited;
    }

    /**
     * Serves those who wait for keys that have come to hold something, and whoever that makes ready in turn: under
     * the locks of the command that has done it, so that nobody else gets in between.
     * <p>
     * Clients may need more locks, of their other keys. Waiting for these while holding some could last for ever,
     * so it ends where one is not to be had at once.
     *
     * @param by in which the command was run; what is left to be done stays among its {@link Keyspace#ready()}
     * @param held the segments that the caller has locked
     * @return the segments to lock before this is called again, after these here have been unlocked; or none
     */
    long serve(CommandContext by, long held) {
        Queue<DatabaseKey> ready = by.keyspace().ready();
        long locked = held;
        try {
            for (DatabaseKey key; (key = ready.peek()) != null; ready.remove()) {
                long needed = key.key().segment();
                Waiter waiter = null;
                do {
                    if (!store.tryLock(needed & ~locked)) {
                        return held | needed;
                    }
                    locked |= needed;
                    if (waiter != null && !serve(by.serving(), (BlockedClient) waiter, key, by.now())) {
                        break;
                    }
                    waiter = store.nextWaiter(key, waiter);
                    needed = waiter == null ? Store.NONE : waiter.segments();
                } while (waiter != null);
            }
            return Store.NONE;
        } finally {
            by.keyspace().close();
            store.unlock(locked & ~held);
        }
    }

    /**
     * Serves a client if it can be, with all its locks held.
     *
     * @return false if the key holds nothing, so that nobody can be served
     */
    private boolean serve(CommandContext context, BlockedClient client, DatabaseKey key, long now) {
        if (!client.isWaiting() || client.session.isClosed()) {
            return true;
        }
        LateReply reply = lateReply(client);
        context.prepare(client.session, client.request, reply.writer(), now);
        int argument = client.argumentOf(key);
        context.keyspace().counting(false);
        ValueType type = context.keyspace().type(context.key(argument));
        context.command(client.command);
        context.failure(null);
        long start = server.nanoTime();
        if (type == client.type && take(context, client, argument)) {
            release(client);
            reply.send();
            // What it took to serve it, not what it waited.
            server.executor().took(context, client.command, server.nanoTime() - start, client.observation);
        }
        return type != null;
    }

    private boolean take(CommandContext context, BlockedClient client, int argument) {
        ReplyWriter reply = context.reply();
        reply.begin();
        long mark = reply.mark();
        try {
            return client.attempt.take(context, argument);
        } catch (CommandException e) {
            fail(context, mark, client, e.getMessage());
        } catch (WrongTypeException e) {
            fail(context, mark, client, "WRONGTYPE " + e.getMessage());
        } catch (ReplyTooLargeException e) {
            // Only what is sent to a connection has a limit.
            client.session.connection().close();
        }
        return true;
    }

    private LateReply lateReply(BlockedClient client) {
        return client.session.lateReply(client.dialect, server.settings().maxReply(false));
    }

    private void fail(CommandContext context, long mark, BlockedClient client, String message) {
        ReplyWriter reply = context.reply();
        reply.rewind(mark);
        server.statistics().failed(client.command, message);
        context.failure(message);
        reply.error(message);
    }
}
