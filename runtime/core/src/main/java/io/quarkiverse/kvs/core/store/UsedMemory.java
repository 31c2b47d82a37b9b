package io.quarkiverse.kvs.core.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all segments take together, nearly: each reports what has changed once that has become more than a little.
 * So a change costs nothing that other threads would have to wait for, mostly, and asking costs one look at one place.
 */
final class UsedMemory {

    /** Each segment may differ by so much, in either direction, from what it has reported. */
    static final long UNREPORTED = 1024;
    /** By so much the sum may differ. */
    static final long SLACK = Store.SEGMENTS * UNREPORTED;

    private final AtomicLong reported = new AtomicLong();

    void report(long change) {
        reported.addAndGet(change);
    }

    /** The sum of what was reported: at most {@link #SLACK} more or less than there is. */
    long reported() {
        return reported.get();
    }
}
