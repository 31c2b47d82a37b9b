package io.quarkiverse.kvs.runtime.command;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.EventClass;
import io.quarkiverse.kvs.runtime.store.Store;

/**
 * What is common to all clients: the data, the parameters, who is connected and subscribed, what was counted. Safe
 * for use by many threads.
 */
public final class ServerState {

    /** What CLIENT PAUSE stops. */
    enum PauseMode {
        WRITE,
        ALL
    }

    private record Pause(PauseMode mode, long until) {
    }

    private final Store store;
    private final Settings settings;
    private final LongSupplier clock;
    private final LongSupplier nanoClock;
    private final long startedAt;
    private final String runId;
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong nextSessionId = new AtomicLong();
    private final PubSub pubSub = new PubSub();
    private final Monitors monitors = new Monitors();
    private final BlockedClients blockedClients;
    private final CommandExecutor executor;
    private final SlowLog slowLog;
    private final Statistics statistics;
    private final Set<Session> postponed = ConcurrentHashMap.newKeySet();
    private volatile Pause pause;
    private volatile Set<Command> disabledCommands = Set.of();
    private volatile ServerControl control = ServerControl.none(Runnable::run);
    private volatile boolean activeExpiry = true;
    private volatile String userName = "";
    private volatile int eventClasses;

    /**
     * @param clock milliseconds since 1970
     * @param nanoClock nanoseconds since whenever, to measure how long things take
     */
    public ServerState(Store store, Settings settings, LongSupplier clock, LongSupplier nanoClock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.startedAt = clock.getAsLong();
        this.slowLog = new SlowLog(settings);
        this.statistics = new Statistics();
        this.blockedClients = new BlockedClients(this);
        this.executor = new CommandExecutor(this);
        byte[] id = new byte[20];
        new SecureRandom().nextBytes(id);
        this.runId = HexFormat.of().formatHex(id);
        settings.events.onChange(letters -> {
            eventClasses = KeyspaceEvents.classes(letters);
            store.notify(eventClasses, this::publishEvent);
        });
    }

    public Store store() {
        return store;
    }

    public Settings settings() {
        return settings;
    }

    /** Runs requests. */
    public CommandExecutor executor() {
        return executor;
    }

    /** Sets what commands can ask of the server around them. */
    public void control(ServerControl by) {
        control = by;
    }

    ServerControl control() {
        return control;
    }

    /** Sets the name that goes with the password; empty for the default user alone. */
    public void userName(String name) {
        userName = name;
    }

    String userName() {
        return userName;
    }

    /**
     * Sets which commands are refused.
     *
     * @param names in any case; {@code config|set} for a subcommand
     * @throws IllegalArgumentException if there is no such command
     */
    public void disable(Collection<String> names) {
        Set<Command> commands = new HashSet<>();
        for (String name : names) {
            for (CommandTable table : List.of(CommandTable.REDIS, CommandTable.LINE)) {
                Command command = table.find(name.trim());
                if (command == null) {
                    throw new IllegalArgumentException(
                            "there is no command " + name.trim().toUpperCase(Locale.ROOT) + " to disable");
                }
                commands.add(command);
                commands.addAll(command.subcommands());
            }
        }
        disabledCommands = Set.copyOf(commands);
    }

    Set<Command> disabledCommands() {
        return disabledCommands;
    }

    long startedAt() {
        return startedAt;
    }

    String runId() {
        return runId;
    }

    /** Milliseconds since 1970, now. For what is no command: those are told. */
    public long currentTimeMillis() {
        return clock.getAsLong();
    }

    long nanoTime() {
        return nanoClock.getAsLong();
    }

    PubSub pubSub() {
        return pubSub;
    }

    Monitors monitors() {
        return monitors;
    }

    boolean isMonitored() {
        return !monitors.isEmpty();
    }

    SlowLog slowLog() {
        return slowLog;
    }

    Statistics statistics() {
        return statistics;
    }

    /** Whether expired keys are removed though nobody asks for them. */
    public boolean isActiveExpiry() {
        return activeExpiry;
    }

    void activeExpiry(boolean yes) {
        activeExpiry = yes;
    }

    // Clients

    /** A client has connected. */
    public Session connected(ClientConnection connection, long now) {
        Session session = new Session(nextSessionId.incrementAndGet(), connection, !isPasswordNeeded(), now);
        sessions.put(session.id(), session);
        statistics.connections.increment();
        return session;
    }

    /** A client has gone. */
    public void disconnected(Session session) {
        sessions.remove(session.id());
        postponed.remove(session);
        BlockedClient blocked = session.blocked();
        if (blocked != null) {
            blockedClients.end(blocked, null);
        }
        forget(session);
    }

    /** Ends whatever a client has begun: its transaction, its watches, its subscriptions. */
    void forget(Session session) {
        session.endTransaction();
        if (!session.watch().isEmpty()) {
            new io.quarkiverse.kvs.runtime.store.Keyspace(store).unwatch(session.watch());
        }
        pubSub.unsubscribeAll(session);
        if (session.isMonitor()) {
            monitors.remove(session);
        }
    }

    /** A session for callers in the same process. */
    public Session inProcess(long now) {
        return inProcess(now, 0, false);
    }

    /**
     * A session for callers in the same process.
     *
     * @param unnoticed whether what they do, which then is to change nothing, leaves no trace in what the server counts, times
     *        and
     *        shows to monitors
     */
    public Session inProcess(long now, int database, boolean unnoticed) {
        Session session = new Session(nextSessionId.incrementAndGet(), null, true, now, unnoticed);
        session.database(database);
        return session;
    }

    /** Tells a listener about every command from now on, until {@link #unmonitor}. */
    public void monitor(MonitorListener listener) {
        monitors.add(listener);
    }

    public void unmonitor(MonitorListener listener) {
        monitors.remove(listener);
    }

    /** Sets whether every command is timed, fast ones too, while somebody looks at what commands take. */
    public void timeAll(boolean yes) {
        slowLog.timeAll(yes);
    }

    /** A connection was refused because there are too many. */
    public void refused() {
        statistics.rejectedConnections.increment();
    }

    /** Bytes have come in and gone out. */
    public void transferred(long in, long out) {
        statistics.bytesIn.add(in);
        statistics.bytesOut.add(out);
    }

    /** The clients whose connections are open. */
    List<Session> sessions() {
        return sessions.values().stream().filter(session -> !session.connection().isClosed()).toList();
    }

    /** The client of a number, or null. */
    Session session(long id) {
        Session session = sessions.get(id);
        return session == null || session.connection().isClosed() ? null : session;
    }

    boolean isPasswordNeeded() {
        return !settings.password.value().isEmpty();
    }

    // Pausing

    boolean isPaused(Command command, Session session, long now) {
        Pause current = pause;
        if (current == null || session.connection() == null) {
            return false;
        }
        if (now >= current.until) {
            unpause();
            return false;
        }
        return current.mode == PauseMode.ALL || mayWrite(command, session);
    }

    private static boolean mayWrite(Command command, Session session) {
        if (command == TransactionCommands.EXEC && session.inTransaction()) {
            return session.queue().stream().map(CommandTable.REDIS::find)
                    .anyMatch(queued -> queued != null && (queued.isWrite() || queued.has(Flag.MAY_REPLICATE)));
        }
        return command.isWrite() || command.has(Flag.MAY_REPLICATE);
    }

    /** Stops clients until an instant. A pause that is on already is neither shortened nor weakened. */
    synchronized void pause(PauseMode mode, long now, long until) {
        Pause current = pause;
        boolean on = current != null && now < current.until;
        Pause next = new Pause(on && current.mode == PauseMode.ALL ? PauseMode.ALL : mode,
                on ? Math.max(until, current.until) : until);
        pause = next;
        control.schedule(next.until - now + 1, () -> {
            if (pause == next) {
                unpause();
            }
        });
    }

    /** Lets everybody go on. */
    void unpause() {
        pause = null;
        for (Session session : postponed) {
            if (postponed.remove(session)) {
                session.connection().resume();
            }
        }
    }

    /** How many clients wait for something that is not their own doing. */
    int blocked() {
        return postponed.size() + blockedClients.count();
    }

    BlockedClients blockedClients() {
        return blockedClients;
    }

    /** The time that a client wanted to wait is over. */
    public void timeOut(BlockedClient client) {
        blockedClients.timeOut(client);
    }

    /** Remembers whom to let go on. */
    void resumeWhenUnpaused(Session session) {
        postponed.add(session);
        if (pause == null && postponed.remove(session)) {
            session.connection().resume();
        }
    }

    // Events

    private void publishEvent(EventClass type, String event, int database, Bytes key) {
        int classes = eventClasses;
        byte[] name = event.getBytes(StandardCharsets.ISO_8859_1);
        if ((classes & EventClass.KEYSPACE.bit()) != 0) {
            byte[] channel = ("__keyspace@" + database + "__:" + key.latin1()).getBytes(StandardCharsets.ISO_8859_1);
            pubSub.publish(new Bytes().show(channel), new Bytes().show(name), false);
        }
        if ((classes & EventClass.KEYEVENT.bit()) != 0) {
            byte[] channel = ("__keyevent@" + database + "__:" + event).getBytes(StandardCharsets.ISO_8859_1);
            pubSub.publish(new Bytes().show(channel), key, false);
        }
    }
}
