package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.BrokenPromiseException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What becomes of one subscription to a {@code Uni}: an item or a failure, delivered where the subscriber is at home. That is
 * the Vert.x context from which it has subscribed; or, without one, any thread at hand that may take its time.
 */
final class Emission<T> {

    private static final String NOT_KEPT = "done, but not kept: ";

    private final UniEmitter<? super T> emitter;
    /** Null if the subscriber came from none. */
    private final Context context = Vertx.currentContext();

    /** Called by the subscriber, in its own place. */
    Emission(UniEmitter<? super T> emitter) {
        this.emitter = emitter;
    }

    /** Something is to be done when it is over, be it because the subscriber has cancelled. */
    void atTheEnd(Runnable task) {
        emitter.onTermination(task);
    }

    /** Emits at once. Called by the subscriber. */
    void emit(Supplier<T> item) {
        outcome(item).run();
    }

    /** Makes the item on a thread that may take its time. */
    void emitFromWorker(Supplier<T> item) {
        Infrastructure.getDefaultExecutor().execute(() -> {
            Runnable outcome = outcome(item);
            if (context == null) {
                outcome.run();
            } else {
                deliver(command -> context.runOnContext(ignored -> command.run()), outcome);
            }
        });
    }

    /** Goes on on a thread that may take its time; what is thrown there is emitted. */
    void goOnInWorker(Runnable task) {
        Infrastructure.getDefaultExecutor().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                emitElsewhere(() -> {
                    throw e;
                });
            }
        });
    }

    /** Emits later. Called on any thread, which does not wait; with locks held, perhaps. */
    void emitElsewhere(Supplier<T> item) {
        deliver(home(), () -> emit(item));
    }

    /**
     * The same.
     *
     * @param told is run after that, or at once if the threads of the subscriber have ended
     */
    void emitElsewhere(Supplier<T> item, Runnable told) {
        boolean delivered = deliver(home(), () -> {
            try {
                emit(item);
            } finally {
                told.run();
            }
        });
        if (!delivered) {
            told.run();
        }
    }

    private Executor home() {
        return context == null ? Infrastructure.getDefaultExecutor()
                : command -> context.runOnContext(ignored -> command.run());
    }

    /** Emits when everything that has been done until now lasts: at once, or later. */
    void emitWhenPromised(ServerState server, Supplier<T> item) {
        emitWhenPromised(server, server.changes().sequence(), item);
    }

    /** Emits when a record of the log lasts: at once, or later. */
    void emitWhenPromised(ServerState server, long record, Supplier<T> item) {
        server.changes().whenPromised(record, () -> emitElsewhere(item), why -> emitElsewhere(() -> {
            throw new KvsException(NOT_KEPT + why);
        }));
    }

    /** Waits until everything that has been done until now lasts. For threads that may. */
    void awaitPromise(ServerState server) {
        try {
            server.changes().awaitPromise(server.changes().sequence());
        } catch (BrokenPromiseException e) {
            throw new KvsException(NOT_KEPT + e.getMessage(), e);
        }
    }

    /** @return whether the subscriber is told */
    private static boolean deliver(Executor home, Runnable outcome) {
        try {
            home.execute(outcome);
            return true;
        } catch (RejectedExecutionException e) {
            // The application has ended, and its event loops and threads with it: no subscriber is left.
            return false;
        }
    }

    /** Makes the item, or finds out that it cannot be made. */
    private Runnable outcome(Supplier<T> item) {
        try {
            T made = item.get();
            return () -> emitter.complete(made);
        } catch (RuntimeException | Error e) {
            return () -> emitter.fail(e);
        }
    }
}
