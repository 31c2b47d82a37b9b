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
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.quarkiverse.kvs.runtime.store.ActiveExpiry;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.EventClass;
import io.quarkiverse.kvs.runtime.store.Keyspace;
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

    /** At a clock that stands still, nobody looks more often. */
    private static final long LOOK_AGAIN_MILLIS = 10;

    private record Pause(PauseMode mode, long until) {
    }

    private final Store store;
    private final Settings settings;
    private final LongSupplier systemClock;
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
    private final MaxMemory maxMemory;
    private final ServerMetrics metrics = new ServerMetrics(this);
    private volatile ServerLog log = ServerLog.NONE;
    private volatile CommandObserver observer;
    private final Set<Session> postponed = ConcurrentHashMap.newKeySet();
    /** The clock of the system, unless a test has put another in its place. */
    private volatile LongSupplier clock;
    private volatile CommandInterceptor interceptor;
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
        this.systemClock = clock;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.startedAt = clock.getAsLong();
        this.slowLog = new SlowLog(settings);
        this.statistics = new Statistics();
        this.maxMemory = new MaxMemory(this);
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

    /**
     * The instant for a command that somebody in this process calls: {@link Keyspace#LATER} where that will do, because a look
     * at the clock is a fifth of what a short command takes.
     */
    public long instant() {
        return clock == systemClock && store.isTicking() ? Keyspace.LATER : currentTimeMillis();
    }

    /**
     * Puts another clock in the place of that of the system, for tests. Whatever compares instants follows it; what is to
     * happen after a while, such as the end of CLIENT PAUSE, may also come when it has passed in reality.
     *
     * @param other milliseconds since 1970; null for the clock of the system again
     */
    public void clock(LongSupplier other) {
        clock = other == null ? systemClock : other;
    }

    /**
     * The clock has leapt: clients whose time to wait is over by it are answered, and expired keys are removed, before this
     * returns.
     */
    public void clockMoved() {
        long now = currentTimeMillis();
        blockedClients.timeOutAll(now);
        Pause current = pause;
        if (current != null && now >= current.until) {
            unpause();
        }
        if (activeExpiry) {
            new ActiveExpiry(store).run(now, () -> false);
        }
    }

    /** Sets who is asked before commands are executed; null for nobody. */
    public void interceptor(CommandInterceptor asked) {
        interceptor = asked;
    }

    /** Lets those go on at once whose requests wait because of a {@link CommandInterceptor.Delay}. */
    public void resumeDelayed() {
        // Also those that seem not to wait: they may be about to.
        sessions.values().forEach(session -> session.connection().resume());
    }

    /** Who is asked before commands are executed, or null. */
    public CommandInterceptor interceptor() {
        return interceptor;
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

    MaxMemory maxMemory() {
        return maxMemory;
    }

    /** What clients make the server hold. */
    public ClientMemory clientMemory() {
        return maxMemory.clients();
    }

    /**
     * Sees to it that no more memory is used than allowed, whether commands come or not. To be called ten times a second, by
     * one thread, which holds no locks.
     *
     * @param stop asked after every key that is evicted
     */
    public void maintainMemory(long now, BooleanSupplier stop) {
        maxMemory.maintain(now, stop);
    }

    /** What can be measured. */
    public ServerMetrics metrics() {
        return metrics;
    }

    /** Sets who is told what clients do. */
    public void log(ServerLog by) {
        log = by;
    }

    public ServerLog log() {
        return log;
    }

    /** Sets who watches commands; null for nobody. */
    public void observer(CommandObserver by) {
        observer = by;
    }

    CommandObserver observer() {
        return observer;
    }

    /** Whether expired keys are removed though nobody asks for them. */
    public boolean isActiveExpiry() {
        return activeExpiry;
    }

    void activeExpiry(boolean yes) {
        activeExpiry = yes;
    }

    // Clients

    /** A client is connecting: a session for it, of which others do not know until it is {@link #connected(Session)}. */
    public Session connecting(ClientConnection connection, long now) {
        return new Session(nextSessionId.incrementAndGet(), connection, clientMemory(), !isPasswordNeeded(), now);
    }

    /** A client has connected. */
    public void connected(Session session) {
        sessions.put(session.id(), session);
        clientMemory().connected();
        statistics.connections.increment();
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
            clientMemory().disconnected();
        }
        session.held().releaseOutput();
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
     * @param unnoticed whether what they do, which then is to change nothing, leaves no trace in what the server
     *        counts, times and shows to monitors
     */
    public Session inProcess(long now, int database, boolean unnoticed) {
        Session session = new Session(nextSessionId.incrementAndGet(), null, clientMemory(), true, now, unnoticed);
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

    /** Bytes have come in. */
    public void received(long bytes) {
        statistics.bytesIn.add(bytes);
    }

    /** Bytes have gone out. */
    public void sent(long bytes) {
        statistics.bytesOut.add(bytes);
    }

    /** All clients, without making a list of them; the connections of some may just have been closed. */
    Collection<Session> allSessions() {
        return sessions.values();
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

    /** Whether clients are stopped in one way or the other: the data is to stay as it is then. */
    boolean isPaused(long now) {
        Pause current = pause;
        return current != null && now < current.until;
    }

    private static boolean mayWrite(Command command, Session session) {
        if (command == TransactionCommands.EXEC && session.inTransaction()) {
            return session.queue().stream().anyMatch(QueuedCommand::mayWrite);
        }
        return command.mayWrite();
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

    /**
     * The time that a client wanted to wait has passed in reality: it is answered, unless another clock than that of the
     * system goes, and that says otherwise.
     *
     * @return after how many milliseconds to call this again, or 0
     */
    public long timeOut(BlockedClient client) {
        if (clock != systemClock) {
            long left = client.left(currentTimeMillis());
            if (left > 0) {
                return Math.max(left, LOOK_AGAIN_MILLIS);
            }
        }
        blockedClients.timeOut(client);
        return 0;
    }

    /** Somebody does not want to wait any longer, nor to be told anything. */
    public void cancel(BlockedClient client) {
        blockedClients.end(client, null);
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
