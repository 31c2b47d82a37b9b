package io.quarkiverse.kvs.core.command.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.BlockedClients;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.replication.Replica;
import io.quarkiverse.kvs.core.command.server.Access;
import io.quarkiverse.kvs.core.command.server.Gates;
import io.quarkiverse.kvs.core.command.server.Scheduler;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.command.server.Telemetry;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Watch;

/** The clients that are connected, and what they make the server remember. Safe for use by many threads. */
public final class Clients {

    private final Access access;
    private final Telemetry telemetry;
    private final PubSub pubSub;
    private final BlockedClients blocked;
    private final Gates gates;
    private final ClientPause pause;
    private final ClientMemory memory;
    private final Tracking tracking;
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong();

    public Clients(Store store, Settings settings, Access access, Telemetry telemetry, PubSub pubSub, BlockedClients blocked,
            Gates gates,
            Scheduler scheduler) {
        this.access = access;
        this.telemetry = telemetry;
        this.pubSub = pubSub;
        this.blocked = blocked;
        this.gates = gates;
        this.pause = new ClientPause(scheduler);
        this.memory = new ClientMemory(this, settings, telemetry);
        this.tracking = new Tracking(store, settings, this, gates, scheduler);
    }

    /** CLIENT PAUSE. */
    public ClientPause pause() {
        return pause;
    }

    /** Which client is told of changes of which keys. */
    public Tracking tracking() {
        return tracking;
    }

    /** What clients make the server hold. */
    public ClientMemory memory() {
        return memory;
    }

    /** A client is connecting: a session for it, of which others do not know until it is {@link #connected(Session)}. */
    public Session connecting(ClientConnection connection, long now) {
        return new Session(nextId.incrementAndGet(), connection, memory, access.users().byDefault(), now);
    }

    /** A client has connected. */
    public void connected(Session session) {
        sessions.put(session.id(), session);
        memory.connected();
        telemetry.statistics().connections.increment();
    }

    /** A client has connected, of which others may know at once. */
    public Session connected(ClientConnection connection, long now) {
        Session session = connecting(connection, now);
        connected(session);
        return session;
    }

    /** A client has gone. */
    public void disconnected(Session session) {
        if (sessions.remove(session.id()) != null) {
            memory.disconnected();
        }
        session.held().releaseOutput();
        pause.forget(session);
        BlockedClient waiting = session.blocked();
        if (waiting != null) {
            blocked.endSoon(waiting, null);
        }
        forget(session);
        Replica replica = session.replica();
        if (replica != null) {
            replica.leave();
        }
    }

    /**
     * A user has been deleted, or loaded anew: its clients are disconnected, and are it no longer.
     *
     * @param current is to have its reply first; null for none
     */
    public void userGone(User user, Session current) {
        for (Session session : sessions.values()) {
            if (session.user() == user) {
                session.user(access.users().byDefault());
                session.authenticated(false);
                if (session == current) {
                    session.closeAfterReply();
                } else {
                    close(session);
                }
            }
        }
    }

    /**
     * Disconnects a client by order of another one, which is not to find its subscriptions any more; the connection is closed
     * by its own thread, soon.
     */
    public void close(Session session) {
        pubSub.unsubscribeAll(session);
        session.connection().close();
    }

    /** A user has perhaps lost channels: clients that are subscribed to them are disconnected. */
    public void channelsLost(User user) {
        for (Session session : sessions.values()) {
            if (session.user() == user && !pubSub.isAllowed(session)) {
                close(session);
            }
        }
    }

    /** Ends all that a client has begun: its transaction, its watches, its tracking, its subscriptions. */
    public void forget(Session session) {
        session.multi().end();
        endWatch(session);
        tracking.end(session);
        pubSub.unsubscribeAll(session);
        if (session.isMonitor()) {
            telemetry.monitors().remove(session);
        }
    }

    /** The client watches no keys any more: at once, or a little later if another thread keeps these for long. */
    public void endWatch(Session session) {
        Watch watch = session.multi().takeWatch();
        if (!watch.isEmpty()) {
            gates.soon(watch.segments(), gate -> {
                gate.database(0).watches().end(watch);
                gate.close();
            });
        }
    }

    /** A session for the application. */
    public Session inProcess(long now) {
        return inProcess(CallerKind.APPLICATION, 0, now);
    }

    /**
     * A session for a caller without a connection.
     *
     * @param database where it begins
     */
    public Session inProcess(CallerKind caller, int database, long now) {
        Session session = new Session(nextId.incrementAndGet(), caller, memory, now);
        session.database(database);
        return session;
    }

    /** All clients, without making a list of them; the connections of some may just have been closed. */
    public Collection<Session> all() {
        return sessions.values();
    }

    /** The clients whose connections are open. */
    public List<Session> open() {
        return sessions.values().stream().filter(session -> !session.connection().isClosed()).toList();
    }

    /** The client of a number, or null. */
    public Session find(long id) {
        Session session = sessions.get(id);
        return session == null || session.connection().isClosed() ? null : session;
    }

    /** Lets those go on at once whose requests wait because of a {@link CommandInterceptor.Delay}. */
    public void resumeDelayed() {
        // Also those that seem not to wait: they may be about to.
        sessions.values().forEach(session -> session.connection().resume());
    }

    /** How many clients wait for something that is not their own doing. */
    public int blocked() {
        return pause.waiting() + blocked.count();
    }
}
