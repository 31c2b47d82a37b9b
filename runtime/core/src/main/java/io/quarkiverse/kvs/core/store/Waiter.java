package io.quarkiverse.kvs.core.store;

import java.util.List;

/**
 * A client that waits for one of some keys to hold something.
 * <p>
 * Threads: guarded by the locks of {@link #segments()}, all of them.
 */
public abstract class Waiter {

    private final List<DatabaseKey> keys;
    private final long segments;
    boolean waiting;
    /** One that comes later has a higher one; given when the waiting begins. */
    long ticket;

    /**
     * @param keys what it waits for
     * @param segments the segments of these keys, and of all others that are needed when its time has come
     */
    protected Waiter(List<DatabaseKey> keys, long segments) {
        this.keys = keys;
        this.segments = segments;
    }

    public final List<DatabaseKey> keys() {
        return keys;
    }

    /** What to lock before doing anything with it. */
    public final long segments() {
        return segments;
    }

    public final boolean isWaiting() {
        return waiting;
    }
}
