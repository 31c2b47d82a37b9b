package io.quarkiverse.kvs.core.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys one client watches, and whether any of them has been changed since.
 * <p>
 * Keys are added and removed by one thread; changes are noted by any.
 */
public final class Watch {

    /** A key that is watched. Guarded by the lock of its segment. */
    static final class Watched {

        final Watch watch;
        final DatabaseKey key;
        final long segment;
        /** It had expired when the watch began, and nothing has changed since: that it is removed is no change, either. */
        boolean expired;

        Watched(Watch watch, DatabaseKey key, long segment, boolean expired) {
            this.watch = watch;
            this.key = key;
            this.segment = segment;
            this.expired = expired;
        }
    }

    final List<Watched> keys = new ArrayList<>();
    private volatile boolean touched;

    /** Whether a watched key has been changed. */
    public boolean isTouched() {
        return touched;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The segments of all watched keys. */
    public long segments() {
        long segments = Store.NONE;
        for (Watched watched : keys) {
            segments |= watched.segment;
        }
        return segments;
    }

    /** Forgets that anything was changed: for the next transaction. */
    void reset() {
        touched = false;
    }

    void touch() {
        touched = true;
    }
}
