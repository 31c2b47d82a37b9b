package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of an application that wait for others to do something. The data may outlive the application, as in dev mode; who
 * waits for it does not.
 * <p>
 * Safe for use by many threads.
 */
final class WaitingCalls {

    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A call waits from now on, until it is removed; unless the application has ended: then its waiting ends at once. */
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
