package io.quarkiverse.kvs.dynamodb.http;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/** Threads that may wait, and a bounded number of requests that wait for them. Safe for use by many threads. */
final class Workers {

    private final WorkerExecutor executor;
    private final int most;
    private final AtomicInteger pending = new AtomicInteger();

    /** @param most how many requests may be executed or wait for that */
    Workers(Vertx vertx, String name, int threads, int most) {
        this.executor = vertx.createSharedWorkerExecutor(name, threads);
        this.most = most;
    }

    /**
     * Called by event loops, and by the thread that starts the server.
     *
     * @return completed on the event loop that called, if it is one; null if too many requests wait already
     */
    <T> Future<T> run(Callable<T> work) {
        if (pending.incrementAndGet() > most) {
            pending.decrementAndGet();
            return null;
        }
        return executor.executeBlocking(work, false).onComplete(done -> pending.decrementAndGet());
    }

    void close() {
        executor.close();
    }
}
