package io.quarkiverse.kvs.core.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.DatabaseKey;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Waiter;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The clients that wait for keys, and how their waiting ends: served by the command that gives a key something to hold, before
 * that command's own reply is sent; after a while; or by order of another client.
 * <p>
 * Clients are served one after the other, each under the locks of all its keys, those first who have waited longest. Safe for
 * use by many threads.
 */
public final class BlockedClients {

    /** At a clock that stands still, it is not looked more often. */
    private static final long LOOK_AGAIN_MILLIS = 10;

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

    /** A client waits from now on. The gate is open for its segments. */
    void add(Gate gate, BlockedClient client) {
        client.session.blocked(client);
        gate.await(client);
        waiting.add(client);
    }

    /**
     * The time that a client wanted to wait has passed in reality: it is answered, unless another clock than that of the
     * system goes, and that says otherwise.
     *
     * @return after how many milliseconds to call this again, or 0
     */
    public long timeOut(BlockedClient client) {
        if (!server.time().isOfSystem()) {
            long left = client.left(server.time().currentTimeMillis());
            if (left > 0) {
                return Math.max(left, LOOK_AGAIN_MILLIS);
            }
        }
        endSoon(client, client.nothing);
        return 0;
    }

    /** A client does not want to wait any longer, nor to be told anything. */
    public void cancel(BlockedClient client) {
        end(client, null);
    }

    /** The same for an event loop. Returns false if another thread keeps the locks of its keys, so that it goes on waiting. */
    public boolean tryCancel(BlockedClient client) {
        Gate gate = new Gate(store);
        if (!gate.tryOpen(client.segments(), server.time().currentTimeMillis())) {
            return false;
        }
        end(gate, client, null);
        return true;
    }

    /** The time of all those is over who wanted to wait until an instant, or an earlier one. */
    public void timeOutAll(long now) {
        for (BlockedClient client : waiting) {
            if (client.left(now) == 0) {
                end(client, client.nothing);
            }
        }
    }

    /**
     * Ends a client's waiting. Waits for the locks of its keys.
     *
     * @param answer writes its reply, or null if there is nothing to be read
     * @return whether it has been waiting
     */
    public boolean end(BlockedClient client, Consumer<ReplyWriter> answer) {
        return end(client, answer, 0);
    }

    /**
     * The same, with a reply that tells of a change.
     *
     * @param dependsOn the number of the record that the log is to have promised before the reply leaves; 0 if there is none
     */
    public boolean end(BlockedClient client, Consumer<ReplyWriter> answer, long dependsOn) {
        Gate gate = new Gate(store);
        gate.open(client.segments(), server.time().currentTimeMillis());
        return end(gate, client, answer, dependsOn);
    }

    /** Ends the waiting of those who would change data. */
    public void endAllThatWrite(Consumer<ReplyWriter> answer) {
        for (BlockedClient client : waiting) {
            if (client.command.isWrite()) {
                end(client, answer);
            }
        }
    }

    /** The same for an event loop: if another thread keeps the locks for long, its waiting ends a little later. */
    public void endSoon(BlockedClient client, Consumer<ReplyWriter> answer) {
        server.gates().soon(client.segments(), gate -> end(gate, client, answer));
    }

    private boolean end(Gate gate, BlockedClient client, Consumer<ReplyWriter> answer) {
        return end(gate, client, answer, 0);
    }

    private boolean end(Gate gate, BlockedClient client, Consumer<ReplyWriter> answer, long dependsOn) {
        boolean waited;
        try {
            waited = release(gate, client);
        } finally {
            gate.close();
        }
        if (waited && client.observation != null) {
            client.observation.end(-1, null);
        }
        if (waited && answer != null) {
            LateReply reply = lateReply(client);
            reply.writer().begin();
            answer.accept(reply.writer());
            reply.send(dependsOn);
        }
        return waited;
    }

    private boolean release(Gate gate, BlockedClient client) {
        boolean waited = gate.release(client);
        if (waited) {
            waiting.remove(client);
            client.session.blocked(null);
        }
        return waited;
    }

    /**
     * Serves those who wait for keys that have come to hold something, and those whom that makes ready in turn: in the opening
     * of the gate that has done it, so that no other client gets in between.
     * <p>
     * Clients may need more locks, of their other keys. Waiting for these while holding some could last for ever,
     * so it ends where one is not to be had at once.
     *
     * @param by in which the command was run, and whose gate is open; what is left to be done stays among its
     *        {@link Gate#ready()}
     * @return the segments to open a gate for before this is called again; or none
     */
    long serve(CommandContext by) {
        Gate gate = by.gate();
        Queue<DatabaseKey> ready = gate.ready();
        for (DatabaseKey key; (key = ready.peek()) != null; gate.goneStreams().remove(ready.remove())) {
            gate.serving(key);
            long needed = key.key().segment();
            Waiter waiter = null;
            do {
                if (!gate.widen(needed)) {
                    return needed;
                }
                if (waiter != null && !serve(by.serving(), (BlockedClient) waiter, key)
                        && !gate.goneStreams().contains(key)) {
                    break;
                }
                waiter = gate.nextWaiter(key, waiter);
                needed = waiter == null ? Store.NONE : key.key().segment() | waiter.segments();
            } while (waiter != null);
        }
        return Store.NONE;
    }

    /**
     * Sends the replies to clients that have been served. To be called when the gate is closed: only then it is known what the
     * replies depend on.
     */
    void sendReplies(CommandContext by) {
        List<LateReply> replies = by.serving().served();
        if (!replies.isEmpty()) {
            long dependsOn = by.gate().dependsOn();
            replies.forEach(reply -> reply.send(dependsOn));
            replies.clear();
        }
    }

    /** Serves those later who wait for the keys that are left: another thread keeps keys of theirs for long. */
    public void serveLater(Gate left) {
        List<DatabaseKey> keys = new ArrayList<>(left.ready());
        CommandContext context = new CommandContext(server, new SplittableRandom());
        context.gate().takeReady(left);
        long segments = Store.NONE;
        for (DatabaseKey key : keys) {
            segments |= key.key().segment();
        }
        serveSoon(context, segments);
    }

    private void serveSoon(CommandContext context, long segments) {
        server.control().schedule(Pending.Contended.MILLIS, () -> {
            long needed = segments;
            while (needed != Store.NONE) {
                if (!context.gate().tryOpen(needed, server.time().currentTimeMillis())) {
                    serveSoon(context, needed);
                    return;
                }
                needed = serve(context);
                context.gate().close();
                sendReplies(context);
            }
        });
    }

    /**
     * Serves a client if it can be, with the gate open for all its keys.
     *
     * @return false if the key holds nothing, so that none can be served
     */
    private boolean serve(CommandContext context, BlockedClient client, DatabaseKey key) {
        if (!client.isWaiting() || client.session.isClosed()) {
            return true;
        }
        Gate gate = context.gate();
        LateReply reply = lateReply(client);
        context.prepare(client.session, client.request, reply.writer(), gate.now());
        context.command(client.command);
        int argument = client.argumentOf(key);
        gate.begin(CommandCalls.lookups(client.session));
        ValueType type = context.edit().type(context.key(argument));
        long start = server.time().nanoTime();
        if (type == client.type || client.gone != null) {
            boolean taken = type == client.type ? take(context, client, argument) : tellGone(context, client);
            gate.end();
            if (taken) {
                release(gate, client);
                context.served(reply);
                // What it took to serve it, not what it waited.
                server.executor().calls().took(context, client.command, server.time().nanoTime() - start, client.observation);
            }
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

    private boolean tellGone(CommandContext context, BlockedClient client) {
        context.reply().begin();
        fail(context, context.reply().mark(), client, client.gone);
        return true;
    }

    private LateReply lateReply(BlockedClient client) {
        return client.session.lateReply(client.dialect, server.settings().maxReply(false));
    }

    private void fail(CommandContext context, long mark, BlockedClient client, String message) {
        ReplyWriter reply = context.reply();
        reply.rewind(mark);
        server.telemetry().statistics().failed(client.command, message);
        context.failure(message);
        reply.error(message);
    }
}
