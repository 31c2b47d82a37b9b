package io.quarkiverse.kvs.runtime.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.runtime.protocol.ReplyBuffer;
import io.quarkiverse.kvs.runtime.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.store.DatabaseKey;
import io.quarkiverse.kvs.runtime.store.Keyspace;
import io.quarkiverse.kvs.runtime.store.Store;
import io.quarkiverse.kvs.runtime.store.Waiter;
import io.quarkiverse.kvs.runtime.store.WrongTypeException;

/**
 * The clients that wait for keys, and how their waiting ends: served by whoever gives a key something to hold, before that
 * command's own reply is sent; after a while; or by somebody else's order.
 * <p>
 * Clients are served one after the other, each under the locks of all its keys, those first who have waited longest. Safe for
 * use by many threads.
 */
final class BlockedClients {

    private final ServerState server;
    private final Store store;
    private final AtomicInteger count = new AtomicInteger();

    BlockedClients(ServerState server) {
        this.server = server;
        this.store = server.store();
    }

    int count() {
        return count.get();
    }

    /** A client waits from now on. The caller holds the locks of its segments. */
    void add(BlockedClient client) {
        client.session.blocked(client);
        store.await(client);
        count.incrementAndGet();
    }

    /** The time of a client is over. */
    void timeOut(BlockedClient client) {
        end(client, client.nothing);
    }

    /**
     * Ends a client's waiting.
     *
     * @param answer writes its reply, or null if there is nobody to read it
     * @return whether it has been waiting
     */
    boolean end(BlockedClient client, Consumer<ReplyWriter> answer) {
        store.lock(client.segments());
        boolean waited;
        try {
            waited = release(client);
        } finally {
            store.unlock(client.segments());
        }
        if (waited && answer != null) {
            ReplyBuffer buffer = new ReplyBuffer();
            ReplyWriter reply = ReplyWriter.of(client.dialect, buffer);
            reply.begin();
            answer.accept(reply);
            client.session.connection().reply(buffer);
        }
        return waited;
    }

    private boolean release(BlockedClient client) {
        boolean waited = store.release(client);
        if (waited) {
            count.decrementAndGet();
            client.session.blocked(null);
        }
        return waited;
    }

    /**
     * Serves those who wait for keys that hold something now, and whoever that makes ready in turn.
     *
     * @param keyspace where the keys have become {@link Keyspace#ready()}; the caller holds no locks
     */
    void serve(Keyspace keyspace, long now, RandomGenerator random) {
        Deque<DatabaseKey> ready = new ArrayDeque<>(keyspace.ready());
        keyspace.ready().clear();
        CommandContext context = new CommandContext(server, random);
        for (DatabaseKey key; (key = ready.poll()) != null;) {
            for (Waiter waiter : new ArrayList<>(store.waiters(key))) {
                serve(context, (BlockedClient) waiter, key, now);
            }
            List<DatabaseKey> more = context.keyspace().ready();
            ready.addAll(more);
            more.clear();
        }
    }

    private void serve(CommandContext context, BlockedClient client, DatabaseKey key, long now) {
        if (client.session.connection().isClosed()) {
            return;
        }
        ReplyBuffer buffer = new ReplyBuffer();
        ReplyWriter reply = ReplyWriter.of(client.dialect, buffer);
        store.lock(client.segments());
        try {
            if (!client.isWaiting()) {
                return;
            }
            context.prepare(client.session, client.request, reply, now);
            context.command(client.command);
            int argument = client.argumentOf(key);
            reply.begin();
            long mark = reply.mark();
            if (context.keyspace().type(context.key(argument)) != client.type) {
                return;
            }
            try {
                if (!client.attempt.take(context, argument)) {
                    return;
                }
            } catch (CommandException e) {
                reply.rewind(mark);
                reply.error(e.getMessage());
            } catch (WrongTypeException e) {
                reply.rewind(mark);
                reply.error("WRONGTYPE " + e.getMessage());
            }
            release(client);
        } finally {
            store.unlock(client.segments());
        }
        client.session.connection().reply(buffer);
    }
}
