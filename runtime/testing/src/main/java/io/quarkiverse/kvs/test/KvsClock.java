package io.quarkiverse.kvs.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * The clock of the server: that of the system until a test stops or moves it. It counts milliseconds.
 * <p>
 * All that compares instants goes by it: times to live, TIME, OBJECT IDLETIME, how long connections have been
 * idle, and how long blocking commands wait. When it is moved, then before the method returns, expired keys have
 * been removed, and clients whose time to wait is over have got their reply. Idle connections are closed within a
 * tenth of a second.
 * <p>
 * Delays, those of {@link KvsFaults} and of DEBUG SLEEP, take real time.
 */
public final class KvsClock implements InstantSource {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * @param millis since 1970, of a clock that stands still; otherwise how much it is ahead of the system's
     */
    private record Setting(boolean stopped, long millis) {
        long now() {
            return stopped ? millis : System.currentTimeMillis() + millis;
        }
    }

    private static final Setting SYSTEM = new Setting(false, 0);

    private final ServerState state;
    private final Runnable moved;
    private volatile Setting setting = SYSTEM;

    /** @param moved is called when it has been moved, and the server has noticed */
    KvsClock(ServerState state, Runnable moved) {
        this.state = state;
        this.moved = moved;
    }

    /** The time of the server. */
    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** The time of the server, in milliseconds since 1970. */
    @Override
    public long millis() {
        return setting.now();
    }

    /** Makes it stand still, until it is moved or goes on. */
    public synchronized void stop() {
        set(true, millis());
    }

    /** Lets it go on from where it stands. */
    public synchronized void resume() {
        set(false, millis());
    }

    /**
     * Moves it forward. If it stood still, it still does.
     *
     * @param by counted in milliseconds, a fraction is rounded up
     * @throws IllegalArgumentException if that is negative, or leads beyond the year 9999
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock cannot be advanced by " + by + "; set() can turn it back");
        }
        Instant now = instant();
        if (by.compareTo(Duration.between(now, LAST)) > 0) {
            throw outOfRange(by);
        }
        set(setting.stopped, now.plus(by.plusNanos(999_999)).toEpochMilli());
    }

    /**
     * Sets it, forward or back. If it stood still, it still does.
     *
     * @throws IllegalArgumentException if that is before 1970 or after 9999
     */
    public synchronized void set(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw outOfRange(time);
        }
        set(setting.stopped, time.toEpochMilli());
    }

    /** Sets it to the time of the system, and lets it go. */
    public synchronized void reset() {
        if (setting != SYSTEM) {
            setting = SYSTEM;
            state.time().clock(null);
            state.clockMoved();
            moved.run();
        }
    }

    private void set(boolean stopped, long millis) {
        setting = new Setting(stopped, stopped ? millis : millis - System.currentTimeMillis());
        state.time().clock(this::millis);
        state.clockMoved();
        moved.run();
    }

    private static IllegalArgumentException outOfRange(Object time) {
        return new IllegalArgumentException("the clock goes from 1970 to 9999, which excludes " + time);
    }
}
