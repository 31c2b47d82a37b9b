package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.LateReply;
import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.inprocess.CommandRunner;
import io.quarkiverse.kvs.runtime.inprocess.CommandRunnerPool;
import io.quarkiverse.kvs.runtime.inprocess.ForwardedReply;
import io.quarkiverse.kvs.runtime.inprocess.ReplyBuilder;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;

/**
 * One subscription to a command, and so one run of it. What can be answered at once is, on the thread of the subscriber; what
 * takes long is left to a worker, and so is waiting for keys that another thread keeps; a command that blocks holds no thread
 * while it waits.
 */
final class CommandSubscription<T> {

    private final ServerState server;
    private final Function<Reply, T> result;
    private final Emission<T> emission;
    private volatile boolean over;
    /** Whether the command runs on a worker, and not in the place of the subscriber. */
    private boolean handedOver;
    /** Ends the waiting for what other clients do; null if no timeout was given. */
    private volatile ScheduledFuture<?> timeout;

    CommandSubscription(ServerState server, Function<Reply, T> result, Emission<T> emission) {
        this.server = server;
        this.result = result;
        this.emission = emission;
    }

    /** Runs the command. Called by the subscriber, in its own place. */
    void run(CommandRunnerPool runners, BlockedSubscriptions blocked, byte[][] words) {
        begin(runners.take(), runners, blocked, words, !Context.isOnEventLoopThread());
    }

    private void begin(CommandRunner runner, CommandRunnerPool runners, BlockedSubscriptions blocked, byte[][] words,
            boolean waits) {
        ReplyBuilder target = new ReplyBuilder();
        Pending pending = runner.begin(() -> new Late(new ReplyBuilder()), waits, target, words);
        if (pending instanceof Pending.Contended || pending instanceof Pending.Elsewhere) {
            emission.atTheEnd(() -> over = true);
            emission.goOnInWorker(() -> goOn(runner, runners, blocked, words));
            return;
        }
        if (pending instanceof Pending.Blocked waiting) {
            // The runner's session is what waits, so it is not given back.
            await(blocked, waiting.client());
            return;
        }
        runners.giveBack(runner);
        if (pending == null) {
            if (server.changes().isPromisedLate()) {
                emission.emitWhenPromised(server, () -> read(target));
            } else if (handedOver) {
                emission.emitElsewhere(() -> read(target));
            } else {
                emission.emit(() -> read(target));
            }
        } else if (pending instanceof LongReply rest) {
            emission.atTheEnd(() -> over = true);
            emission.emitFromWorker(() -> {
                rest.write(target, () -> over);
                emission.awaitPromise(server);
                return read(target);
            });
        } else if (pending instanceof Pending.Forwarded forwarded) {
            emission.atTheEnd(() -> forwarded.reply().cancel(true));
            forwarded.reply().whenComplete((bytes, failure) -> emission.emitElsewhere(() -> {
                ForwardedReply.read(bytes, failure, target);
                return read(target);
            }));
        } else if (pending instanceof Pending.Delayed delayed) {
            ScheduledFuture<?> timer = after(delayed.millis(), () -> emission.emitElsewhere(() -> {
                delayed.reply().accept(target);
                return read(target);
            }));
            emission.atTheEnd(() -> timer.cancel(false));
        } else {
            throw new IllegalStateException("callers in the same process are not paused: " + pending);
        }
    }

    /** Another thread keeps the keys, for which an event loop must not wait: a worker does. */
    private void goOn(CommandRunner runner, CommandRunnerPool runners, BlockedSubscriptions blocked, byte[][] words) {
        handedOver = true;
        // If the subscriber has cancelled, the runner is dropped: it expects this command.
        if (!over) {
            begin(runner, runners, blocked, words, true);
        }
    }

    /** Waits for what other clients do, without a thread. They may have done it already. */
    private void await(BlockedSubscriptions blocked, BlockedClient client) {
        Runnable end = () -> {
            cancel(client);
            blocked.tells();
            emission.emitElsewhere(() -> {
                throw new KvsException("the application is stopping, so there is nothing to wait for");
            }, blocked::told);
        };
        if (client.timeoutMillis() > 0) {
            timeOutAfter(client.timeoutMillis(), client);
        }
        blocked.add(end);
        emission.atTheEnd(() -> {
            blocked.remove(end);
            ScheduledFuture<?> timer = timeout;
            if (timer != null) {
                timer.cancel(false);
            }
            cancel(client);
        });
        if (over) {
            cancel(client);
        }
    }

    /** Ends the waiting, without waiting for locks on an event loop. */
    private void cancel(BlockedClient client) {
        if (!Context.isOnEventLoopThread()) {
            server.blockedClients().cancel(client);
        } else if (!server.blockedClients().tryCancel(client)) {
            Infrastructure.getDefaultExecutor().execute(() -> server.blockedClients().cancel(client));
        }
    }

    private void timeOutAfter(long millis, BlockedClient client) {
        timeout = after(millis, () -> {
            long left = server.blockedClients().timeOut(client);
            if (left > 0) {
                timeOutAfter(left, client);
            }
        });
    }

    private static ScheduledFuture<?> after(long millis, Runnable task) {
        return Infrastructure.getDefaultWorkerPool().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private T read(ReplyBuilder target) {
        Reply reply = target.takeReply();
        if (reply instanceof Reply.Error error) {
            throw new KvsException(error.message());
        }
        return result.apply(reply);
    }

    /** The reply that comes when another client has done what the command waits for, or when the time is over. */
    private final class Late implements LateReply {

        private final ReplyBuilder target;

        Late(ReplyBuilder target) {
            this.target = target;
        }

        @Override
        public ReplyWriter writer() {
            return target;
        }

        @Override
        public void send(long dependsOn) {
            emission.emitWhenPromised(server, dependsOn, () -> read(target));
        }
    }
}
