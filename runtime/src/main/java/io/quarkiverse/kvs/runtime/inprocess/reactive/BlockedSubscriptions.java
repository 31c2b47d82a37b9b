package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The subscriptions of an application whose commands block: they wait for what other clients do. The data may outlive the
 * application, as in dev mode; the subscriptions do not.
 * <p>
 * Safe for use by many threads.
 */
final class BlockedSubscriptions {

    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    /** So many are being told that they wait no more. */
    private int telling;

    /** A subscription waits from now on, until it is removed; if the application has ended, its waiting ends at once. */
    void add(Runnable end) {
        ends.add(end);
        if (closed) {
            close();
        }
    }

    void remove(Runnable end) {
        ends.remove(end);
    }

    int count() {
        return ends.size();
    }

    /** Ends the waiting of all. */
    void close() {
        closed = true;
        for (Runnable end : List.copyOf(ends)) {
            if (ends.remove(end)) {
                end.run();
            }
        }
    }

    /** One that has waited is about to be told. */
    synchronized void tells() {
        telling++;
    }

    /** It was told. */
    synchronized void told() {
        telling--;
        notifyAll();
    }

    /**
     * Waits until all have been told, but not for longer than that, and not if the thread is interrupted.
     *
     * @param millis of that
     */
    synchronized void awaitTold(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left; telling > 0 && (left = end - System.nanoTime()) > 0;) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
