package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The subscriptions of an application whose commands block: they wait for what other clients do. The data may outlive the
 * application, as in dev mode; the subscriptions do not.
 * <p>
 * Safe for use by many threads.
 */
final class BlockedSubscriptions {

    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

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
}
