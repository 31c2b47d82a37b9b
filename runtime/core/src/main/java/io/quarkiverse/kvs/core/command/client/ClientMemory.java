package io.quarkiverse.kvs.core.command.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.command.server.Telemetry;

/**
 * The bytes that clients make the server hold: requests that have come in part, transactions that wait for EXEC, replies and
 * messages that wait to be read, and what every connection needs; and the bound on them, {@code maxmemory-clients}. Small
 * output is only counted ten times a second, everything else as it comes and goes.
 * <p>
 * Beyond the bound, connections are closed, those first that hold most, as Redis evicts clients; whichever client it was that
 * sent or received when the bound was exceeded. Different from Redis, two things are bounded apart from each other, so that
 * clients that read are not closed for those that do not:
 * <ul>
 * <li>what clients have sent, and what waits for clients that have read nothing for two seconds. Where the clients that are
 * sending hold less of that than those that do nothing, it is one of the latter that goes, and the other way round;</li>
 * <li>what is on its way to clients that read. Here, the largest does not count: a server with little memory, too, can answer
 * every client what it asks for, one at a time.</li>
 * </ul>
 * Connections as such are not bounded by this, but by {@code maxclients}.
 * <p>
 * Safe for use by many threads, none of which waits for another.
 */
public final class ClientMemory {

    /** What a connection takes on the heap without any buffers, unencrypted: measured, 2.8 KiB. */
    static final long CONNECTION = 3 * 1024;

    private static final String WHY = "clients make the server hold more bytes than maxmemory-clients allows, and it holds most";

    /** Where nothing more can be closed, it is looked again after so small a part of the bound has been added. */
    private static final int LOOK_AGAIN = 16;

    private final Clients clients;
    private final Settings settings;
    private final Telemetry telemetry;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
    /** Beyond so many bytes, it is looked whether there are connections to be closed. */
    private volatile long lookAt = Long.MAX_VALUE;
    private final AtomicBoolean looking = new AtomicBoolean();

    ClientMemory(Clients clients, Settings settings, Telemetry telemetry) {
        this.clients = clients;
        this.settings = settings;
        this.telemetry = telemetry;
        lookBeyond(0);
    }

    public void connected() {
        connections.incrementAndGet();
    }

    public void disconnected() {
        connections.decrementAndGet();
    }

    /** The bytes of all clients together. */
    public long total() {
        return connections.get() * CONNECTION + held.get();
    }

    /** A client makes the server hold so many bytes more, or fewer. */
    public void grew(long bytes) {
        long now = held.addAndGet(bytes);
        if (bytes > 0 && now > lookAt) {
            closeLargest(null, 0);
        }
    }

    /**
     * A client is about to make the server hold more: if there is no room, connections are closed that hold most.
     *
     * @return whether the client may go on: false if it was its own connection
     */
    public boolean makeRoom(Session session, long bytes) {
        if (bytes <= 0 || held.get() + bytes <= lookAt) {
            return true;
        }
        closeLargest(session, bytes);
        return !session.isClosed();
    }

    /** Counts everything, sees which clients read, and closes connections if need be. For one thread, ten times a second. */
    public void look() {
        for (Session session : clients.all()) {
            session.look();
        }
        lookBeyond(0);
        if (held.get() > lookAt) {
            closeLargest(null, 0);
        }
    }

    private void lookBeyond(long bytes) {
        long limit = settings.maxClientMemory();
        lookAt = limit == 0 ? Long.MAX_VALUE : Math.max(limit, bytes);
    }

    private void closeLargest(Session growing, long growth) {
        long limit = settings.maxClientMemory();
        if (limit == 0 || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            ClientShares shares = new ClientShares();
            for (Session session : clients.open()) {
                session.countOutput();
                if (!session.isNoEvict() && !session.isReplica()) {
                    shares.add(session, session == growing ? growth : 0);
                }
            }
            shares.excess(limit, this::close);
            // What is still held is on its way out, or there is nothing to be done about it.
            lookBeyond(held.get() + limit / LOOK_AGAIN);
        } finally {
            looking.set(false);
        }
    }

    private void close(Session session) {
        telemetry.statistics().evictedClients.increment();
        telemetry.log().connectionClosed(session.connection().remoteAddress(), WHY);
        session.connection().close();
    }
}
