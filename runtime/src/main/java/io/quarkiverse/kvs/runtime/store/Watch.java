package io.quarkiverse.kvs.runtime.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys one client watches, and whether any of them has been changed since.
 * <p>
 * Keys are added and removed by one thread; changes are noted by any.
 */
public final class Watch {

    /** A key with what it was when the watch began. */
    record Watched(DatabaseKey key, long segment, boolean expired) {
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
