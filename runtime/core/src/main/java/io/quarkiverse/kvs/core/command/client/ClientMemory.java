package io.quarkiverse.kvs.core.command.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.server.Settings;

/**
 * The bytes that clients make the server hold: requests that have come in part, transactions that wait for EXEC, replies and
 * messages that wait to be read, and what every connection needs.
 * <p>
 * What clients send is counted as it comes. What waits for them to read is bounded for each of them, and added up now and
 * then. Safe for use by many threads.
 */
public final class ClientMemory {

    /** What a connection takes on the heap without any buffers, unencrypted: measured, 2.8 KiB. */
    static final long CONNECTION = 3 * 1024;

    private final Settings settings;
    private final AtomicLong counted = new AtomicLong();
    private volatile long output;

    public ClientMemory(Settings settings) {
        this.settings = settings;
    }

    /** The arrays that hold what a client has sent have become so much longer, or shorter. */
    public void inputGrew(long bytes) {
        counted.addAndGet(bytes);
    }

    public void connected() {
        counted.addAndGet(CONNECTION);
    }

    public void disconnected() {
        counted.addAndGet(-CONNECTION);
    }

    /** Whether a client may send so much more that has to be held. */
    public boolean accepts(Session session, long bytes) {
        long limit = settings.maxClientMemory();
        return limit == 0 || session.isNoEvict() || total() + bytes <= limit;
    }

    /** The bytes of all clients together. */
    public long total() {
        return counted.get() + output;
    }

    /** Whether they make the server hold more than allowed. */
    public boolean isExceeded() {
        long limit = settings.maxClientMemory();
        return limit > 0 && total() > limit;
    }

    /** Adds up what is not counted as it comes. */
    public void addOutput(Collection<Session> sessions) {
        long sum = 0;
        for (Session session : sessions) {
            sum += session.connection().pendingOutput();
        }
        output = sum;
    }

    /**
     * Closes the connections that take most, until the others are within the bound, as Redis evicts clients. To be called if
     * {@link #isExceeded}.
     *
     * @return how many
     */
    public int evict(Collection<Session> sessions) {
        long limit = settings.maxClientMemory();
        List<Session> largest = sessions.stream().filter(session -> !session.isNoEvict())
                .sorted(Comparator.comparingLong(Session::memory).reversed()).toList();
        long excess = largest.stream().mapToLong(Session::memory).sum() - limit;
        int evicted = 0;
        for (Session session : largest) {
            if (excess <= 0) {
                break;
            }
            excess -= session.memory();
            session.connection().close();
            evicted++;
        }
        return evicted;
    }
}
