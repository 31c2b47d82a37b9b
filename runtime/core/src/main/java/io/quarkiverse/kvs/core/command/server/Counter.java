package io.quarkiverse.kvs.core.command.server;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens. What INFO shows starts again from zero when CONFIG RESETSTAT asks for it; what meters show never does,
 * because those who read them would take that for a restart. Safe for use by many threads.
 */
public final class Counter extends LongAdder {

    private static final long serialVersionUID = 1;

    private volatile long before;

    /** How many there were since {@link #reset()}. */
    @Override
    public long sum() {
        return super.sum() - before;
    }

    /** How many there were at all. */
    long total() {
        return super.sum();
    }

    @Override
    public void reset() {
        before = super.sum();
    }
}
