package io.quarkiverse.kvs.core.command.server;

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
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.BlockedClients;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandExecutor;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.ClientMemory;
import io.quarkiverse.kvs.core.command.client.MonitorListener;
import io.quarkiverse.kvs.core.command.client.Monitors;
import io.quarkiverse.kvs.core.command.client.PubSub;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.family.TransactionCommands;
import io.quarkiverse.kvs.core.store.ActiveExpiry;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Watch;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * What is common to all clients: the data, the parameters, who is connected and subscribed, what was counted. Safe
 * for use by many threads.
 */
public final class ServerState {

    /** What CLIENT PAUSE stops. */
    public enum PauseMode {
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
        store.lateServing(blockedClients::serveLater);
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

    public ServerControl control() {
        return control;
    }

    /** Sets the name that goes with the password; empty for the default user alone. */
    public void userName(String name) {
        userName = name;
    }

    public String userName() {
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

    public Set<Command> disabledCommands() {
        return disabledCommands;
    }

    public long startedAt() {
        return startedAt;
    }

    public String runId() {
        return runId;
    }

    /** Milliseconds since 1970, now. For what is no command: those are told. */
    public long currentTimeMillis() {
        return clock.getAsLong();
    }

    /**
     * The instant for a command that somebody in this process calls: {@link Gate#LATER} where that will do, because a look
     * at the clock is a fifth of what a short command takes.
     */
    public long instant() {
        return clock == systemClock && store.isTicking() ? Gate.LATER : currentTimeMillis();
    }

    /**
     * Puts another clock in the place of that of the system, for tests. Whatever compares instants follows it; what is to
     * happen after a while, such as the end of CLIENT PAUSE, may also come when it has passed in reality.
     *
     * @param other milliseconds since 1970; null for the clock of the system again
     */
    public void clock(LongSupplier other) {
        clock = other == null ? systemClock : other;
        store.clockTurned();
    }

    /**
     * The clock has leapt: clients whose time to wait is over by it are answered, and expired keys are removed, before this
     * returns.
     */
    public void clockMoved() {
        store.clockTurned();
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

    public long nanoTime() {
        return nanoClock.getAsLong();
    }

    public PubSub pubSub() {
        return pubSub;
    }

    public Monitors monitors() {
        return monitors;
    }

    public boolean isMonitored() {
        return !monitors.isEmpty();
    }

    public SlowLog slowLog() {
        return slowLog;
    }

    public Statistics statistics() {
        return statistics;
    }

    public MaxMemory maxMemory() {
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

    public CommandObserver observer() {
        return observer;
    }

    /** Whether expired keys are removed though nobody asks for them. */
    public boolean isActiveExpiry() {
        return activeExpiry;
    }

    public void activeExpiry(boolean yes) {
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
            blockedClients.endSoon(blocked, null);
        }
        forget(session);
    }

    /** Ends whatever a client has begun: its transaction, its watches, its subscriptions. */
    public void forget(Session session) {
        session.endTransaction();
        endWatch(session);
        pubSub.unsubscribeAll(session);
        if (session.isMonitor()) {
            monitors.remove(session);
        }
    }

    /** The client watches no keys any more: at once, or a little later if another thread keeps these for long. */
    public void endWatch(Session session) {
        Watch watch = session.takeWatch();
        if (!watch.isEmpty()) {
            soon(watch.segments(), gate -> {
                gate.database(0).watches().end(watch);
                gate.close();
            });
        }
    }

    /**
     * Does something with the gate open for some segments, now, or a little later if another thread keeps these for long.
     *
     * @param task closes the gate
     */
    public void soon(long segments, Consumer<Gate> task) {
        Gate gate = new Gate(store);
        if (gate.tryOpen(segments, currentTimeMillis())) {
            task.accept(gate);
        } else {
            control.schedule(Pending.Contended.MILLIS, () -> soon(segments, task));
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
    public Collection<Session> allSessions() {
        return sessions.values();
    }

    /** The clients whose connections are open. */
    public List<Session> sessions() {
        return sessions.values().stream().filter(session -> !session.connection().isClosed()).toList();
    }

    /** The client of a number, or null. */
    public Session session(long id) {
        Session session = sessions.get(id);
        return session == null || session.connection().isClosed() ? null : session;
    }

    public boolean isPasswordNeeded() {
        return !settings.password.value().isEmpty();
    }

    // Pausing

    public boolean isPaused(Command command, Session session, long now) {
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
    public boolean isPaused(long now) {
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
    public synchronized void pause(PauseMode mode, long now, long until) {
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
    public void unpause() {
        pause = null;
        for (Session session : postponed) {
            if (postponed.remove(session)) {
                session.connection().resume();
            }
        }
    }

    /** How many clients wait for something that is not their own doing. */
    public int blocked() {
        return postponed.size() + blockedClients.count();
    }

    public BlockedClients blockedClients() {
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
    public void resumeWhenUnpaused(Session session) {
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
