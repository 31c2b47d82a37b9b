package io.quarkiverse.kvs.core.command.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.BufferedReply;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.LateReply;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Watch;

/**
 * What the server remembers of a client from one request to the next: Redis's client.
 * <p>
 * It belongs to the thread that executes the client's requests. What others may look at is volatile.
 */
public final class Session {

    /** What happens to replies: CLIENT REPLY. */
    public enum ReplyMode {
        ON,
        OFF,
        /** Off for this request and the next. */
        SKIP_NEXT,
        /** Off for this request. */
        SKIP
    }

    private final long id;
    private final ClientConnection connection;
    /** For callers in the same process who wait for replies; null for others. */
    private Supplier<LateReply> lateReplies;
    private final HeldBytes held;
    private final long createdAt;

    private volatile int database;
    private volatile boolean authenticated;
    private volatile String user = "default";
    private volatile int protocol = 2;
    private volatile String name = "";
    private volatile String libraryName = "";
    private volatile String libraryVersion = "";
    private volatile long lastRequestAt;
    private volatile Command lastCommand;
    private volatile boolean monitor;
    private volatile boolean noEvict;
    private volatile boolean noTouch;
    private final boolean unnoticed;
    private volatile BlockedClient blocked;
    private volatile ReplyMode replyMode = ReplyMode.ON;
    /** What was ordered for the request that is to be executed next; null mostly. */
    private CommandInterceptor.Delay delay;
    private boolean contended;
    /** The number of the last record in the log that replies so far tell of. */
    private long dependsOn;

    /** The commands that wait for EXEC; null outside a transaction. */
    private List<QueuedCommand> queue;
    private boolean queueFailed;
    private Watch watch = new Watch();

    final Set<Channel> channels = new LinkedHashSet<>();
    final Set<Channel> patterns = new LinkedHashSet<>();
    final Set<Channel> shardChannels = new LinkedHashSet<>();
    private volatile int subscriptions;
    private volatile int patternSubscriptions;
    private volatile int shardSubscriptions;
    private volatile Dialect messageDialect = Dialect.RESP2;

    /**
     * @param connection where the client is, or null for callers in the same process
     * @param memory where to count what the client makes the server hold
     * @param now milliseconds since 1970
     */
    public Session(long id, ClientConnection connection, ClientMemory memory, boolean authenticated, long now) {
        this(id, connection, memory, authenticated, now, false);
    }

    /** @param unnoticed see {@link #isUnnoticed()} */
    public Session(long id, ClientConnection connection, ClientMemory memory, boolean authenticated, long now,
            boolean unnoticed) {
        this.held = new HeldBytes(memory);
        this.id = id;
        this.connection = connection;
        this.authenticated = authenticated;
        this.createdAt = now;
        this.lastRequestAt = now;
        this.unnoticed = unnoticed;
        this.noTouch = unnoticed;
    }

    public long id() {
        return id;
    }

    /** Where the client is, or null for callers in the same process. */
    public ClientConnection connection() {
        return connection;
    }

    /** Whether there is nobody any more to reply to. */
    public boolean isClosed() {
        return connection != null && connection.isClosed();
    }

    /**
     * Lets a caller in the same process wait for replies.
     *
     * @param makes where such a reply goes; null if the caller does not wait, as at first
     */
    public void lateReplies(Supplier<LateReply> makes) {
        lateReplies = makes;
    }

    /** Whether a reply may come later than at once. */
    public boolean mayWait() {
        return connection != null || lateReplies != null;
    }

    /**
     * Where a reply goes that comes later.
     *
     * @param limit how long it may become if it is sent to a connection, in bytes
     */
    public LateReply lateReply(Dialect dialect, int limit) {
        return connection != null ? BufferedReply.to(connection, dialect, limit) : lateReplies.get();
    }

    /** What the next reply tells lasts once the log has promised a record. */
    public void dependsOn(long record) {
        if (record > dependsOn) {
            dependsOn = record;
        }
    }

    /** The number of the record that the log is to have promised before replies leave; 0 if there is none. */
    public long dependsOn() {
        return dependsOn;
    }

    public long createdAt() {
        return createdAt;
    }

    /** The number of the database that the client has turned to. */
    public int database() {
        return database;
    }

    public void database(int number) {
        database = number;
    }

    public boolean isAuthenticated() {
        return authenticated;
    }

    public void authenticated(boolean yes) {
        authenticated = yes;
    }

    public String user() {
        return user;
    }

    public void user(String name) {
        user = name;
    }

    /** The version of RESP, 2 or 3. */
    public int protocol() {
        return protocol;
    }

    public void protocol(int version) {
        protocol = version;
    }

    public String name() {
        return name;
    }

    public void name(String text) {
        name = text;
    }

    public String libraryName() {
        return libraryName;
    }

    public void libraryName(String text) {
        libraryName = text;
    }

    public String libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(String text) {
        libraryVersion = text;
    }

    public long lastRequestAt() {
        return lastRequestAt;
    }

    public Command lastCommand() {
        return lastCommand;
    }

    public void used(Command command, long now) {
        // Written only when they change: a volatile write holds the processor up, and pipelined requests are alike.
        if (lastCommand != command) {
            lastCommand = command;
        }
        // Nobody asks it of a caller in the process, for whom it may not be known either.
        if (lastRequestAt != now && connection != null) {
            lastRequestAt = now;
        }
    }

    public boolean isMonitor() {
        return monitor;
    }

    void monitor(boolean yes) {
        monitor = yes;
    }

    public boolean isNoEvict() {
        return noEvict;
    }

    public void noEvict(boolean yes) {
        noEvict = yes;
    }

    public boolean isNoTouch() {
        return noTouch;
    }

    public void noTouch(boolean yes) {
        noTouch = yes;
    }

    /**
     * Whether what is done here leaves no trace: nothing is counted, timed, shown to monitors or taken for use of
     * a key. For those who look at the data without being one of its users, and only with commands that change
     * nothing.
     */
    public boolean isUnnoticed() {
        return unnoticed;
    }

    /** What the client waits for, or null. */
    public BlockedClient blocked() {
        return blocked;
    }

    public void blocked(BlockedClient waiting) {
        blocked = waiting;
    }

    public void delay(CommandInterceptor.Delay ordered) {
        delay = ordered;
    }

    /** What was ordered for the request that is executed now, or null. To be asked once. */
    public CommandInterceptor.Delay takeDelay() {
        CommandInterceptor.Delay ordered = delay;
        delay = null;
        return ordered;
    }

    /** The request that is executed next has waited for keys that another thread has kept for long. */
    public void contended() {
        contended = true;
    }

    /** Whether the request that is executed now has waited in that way. To be asked once. */
    public boolean takeContended() {
        boolean waited = contended;
        if (waited) {
            contended = false;
        }
        return waited;
    }

    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** CLIENT REPLY SKIP: neither this nor the next request gets a reply, unless no request does. */
    public void skipNextReply() {
        if (replyMode != ReplyMode.OFF) {
            replyMode = ReplyMode.SKIP_NEXT;
        }
    }

    /** RESET: replies come again; what is skipped is skipped all the same. */
    public void resetReplyMode() {
        if (replyMode != ReplyMode.SKIP) {
            replyMode = ReplyMode.ON;
        }
    }

    /**
     * Whether the request that is executed now gets no reply. Messages are sent all the same, and so are the replies to
     * SUBSCRIBE and its relatives, which are messages, too; but not what MONITOR shows. Also for other threads.
     */
    public boolean isSilent() {
        ReplyMode mode = replyMode;
        return mode == ReplyMode.OFF || mode == ReplyMode.SKIP;
    }

    /** A request has been executed. To be called once after each: CLIENT REPLY SKIP is about the next one. */
    public void requestDone() {
        ReplyMode mode = replyMode;
        if (mode == ReplyMode.SKIP_NEXT) {
            replyMode = ReplyMode.SKIP;
        } else if (mode == ReplyMode.SKIP) {
            replyMode = ReplyMode.ON;
        }
    }

    // Transactions

    public boolean inTransaction() {
        return queue != null;
    }

    public void beginTransaction() {
        queue = new ArrayList<>();
        queueFailed = false;
    }

    /** Adds a command for EXEC, unless all of them together would become longer than allowed. */
    public boolean enqueue(Command command, Request request, long limit) {
        long length = held.queued() + request.size();
        if (length > limit) {
            return false;
        }
        queue.add(new QueuedCommand(command, request.copy()));
        held.queued(length);
        return true;
    }

    /** What the client makes the server hold. */
    public HeldBytes held() {
        return held;
    }

    /** The bytes that the client makes the server hold. Also for other threads, which may learn of them late. */
    public long memory() {
        return held.input() + held.queued()
                + (connection == null ? 0 : ClientMemory.CONNECTION + connection.pendingOutput());
    }

    /** Counts what waits for the client to read. Only with a connection; for any thread. */
    public void countOutput() {
        held.output(connection.pendingOutput());
    }

    /** The same, and sees whether the client sends and reads. For one thread, ten times a second. */
    public void look() {
        long pending = connection.pendingOutput();
        held.output(pending);
        held.look(connection.receivedInput(), pending, connection.takenOutput());
    }

    /** How many commands are queued, or -1 outside a transaction. Also for other threads, which may learn it late. */
    public int queued() {
        List<QueuedCommand> current = queue;
        return current == null ? -1 : current.size();
    }

    public long queuedBytes() {
        return held.queued();
    }

    /** What waits for EXEC, in the order in which it came; null outside a transaction. */
    public List<QueuedCommand> queue() {
        return queue;
    }

    /** Notes a mistake among the queued commands: EXEC will refuse. */
    public void failTransaction() {
        queueFailed = true;
    }

    public boolean isTransactionFailed() {
        return queueFailed;
    }

    public void endTransaction() {
        queue = null;
        held.queued(0);
    }

    public Watch watch() {
        return watch;
    }

    /** The keys that the client has watched; it watches none from now on. */
    public Watch takeWatch() {
        Watch taken = watch;
        if (!taken.isEmpty() || taken.isTouched()) {
            watch = new Watch();
        }
        return taken;
    }

    // Subscriptions

    /** Counts what the client is subscribed to, for others to see. */
    void countSubscriptions() {
        subscriptions = channels.size();
        patternSubscriptions = patterns.size();
        shardSubscriptions = shardChannels.size();
    }

    public int subscriptions() {
        return subscriptions;
    }

    public int patternSubscriptions() {
        return patternSubscriptions;
    }

    public int shardSubscriptions() {
        return shardSubscriptions;
    }

    /** Whether the client waits for what others do, and so has reason to be silent. */
    public boolean isWaiting() {
        return isSubscribed() || monitor;
    }

    public boolean isSubscribed() {
        return subscriptions + patternSubscriptions + shardSubscriptions > 0;
    }

    /** The dialect in which messages are to be sent to this client: the one in which it asked for them. */
    public Dialect messageDialect() {
        return messageDialect;
    }

    public void messageDialect(Dialect dialect) {
        messageDialect = dialect;
    }
}
