package io.quarkiverse.kvs.core.command.server;

import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/** The clocks of a server, one of which a test may replace. Safe for use by many threads. */
public final class ServerTime {

    private final Store store;
    private final LongSupplier systemClock;
    private final LongSupplier nanoClock;
    private final long startedAt;
    /** The clock of the system, unless a test has put another in its place. */
    private volatile LongSupplier clock;

    /**
     * @param store what is to know that the clock was turned
     * @param clock milliseconds since 1970
     * @param nanoClock nanoseconds since any instant, to measure how long things take
     */
    ServerTime(Store store, LongSupplier clock, LongSupplier nanoClock) {
        this.store = store;
        this.systemClock = clock;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.startedAt = clock.getAsLong();
    }

    /** When the server was made, in milliseconds since 1970. */
    public long startedAt() {
        return startedAt;
    }

    /** Milliseconds since 1970, now. For what is no command: those are told. */
    public long currentTimeMillis() {
        return clock.getAsLong();
    }

    /**
     * The instant for a command that is called in this process: {@link Gate#LATER} where that will do, because a look at the
     * clock is a fifth of what a short command takes.
     */
    public long instant() {
        return clock == systemClock && store.isTicking() ? Gate.LATER : currentTimeMillis();
    }

    /** Nanoseconds, to measure how long things take. */
    public long nanoTime() {
        return nanoClock.getAsLong();
    }

    /**
     * Puts another clock in the place of that of the system, for tests. All that compares instants follows it; what is to
     * happen after a while, such as the end of CLIENT PAUSE, may also come when it has passed in reality.
     *
     * @param other milliseconds since 1970; null for the clock of the system again
     */
    public void clock(LongSupplier other) {
        clock = other == null ? systemClock : other;
        store.clockTurned();
    }

    /** Whether the clock of the system goes, and not that of a test. */
    public boolean isOfSystem() {
        return clock == systemClock;
    }
}
