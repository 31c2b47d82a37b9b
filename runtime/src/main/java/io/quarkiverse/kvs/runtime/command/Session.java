package io.quarkiverse.kvs.runtime.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.quarkiverse.kvs.runtime.protocol.Dialect;
import io.quarkiverse.kvs.runtime.protocol.Request;
import io.quarkiverse.kvs.runtime.store.Watch;

/**
 * What the server remembers of a client from one request to the next: Redis's client.
 * <p>
 * It belongs to the thread that executes the client's requests. What others may look at is volatile.
 */
public final class Session {

    /** What happens to replies: CLIENT REPLY. */
    enum ReplyMode {
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

    /** The commands that wait for EXEC; null outside a transaction. */
    private List<QueuedCommand> queue;
    private boolean queueFailed;
    private final Watch watch = new Watch();

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
    Session(long id, ClientConnection connection, ClientMemory memory, boolean authenticated, long now) {
        this(id, connection, memory, authenticated, now, false);
    }

    /** @param unnoticed see {@link #isUnnoticed()} */
    Session(long id, ClientConnection connection, ClientMemory memory, boolean authenticated, long now, boolean unnoticed) {
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
    boolean isClosed() {
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
    boolean mayWait() {
        return connection != null || lateReplies != null;
    }

    /**
     * Where a reply goes that comes later.
     *
     * @param limit how long it may become if it is sent to a connection, in bytes
     */
    LateReply lateReply(Dialect dialect, int limit) {
        return connection != null ? BufferedReply.to(connection, dialect, limit) : lateReplies.get();
    }

    long createdAt() {
        return createdAt;
    }

    /** The number of the database that the client has turned to. */
    public int database() {
        return database;
    }

    void database(int number) {
        database = number;
    }

    public boolean isAuthenticated() {
        return authenticated;
    }

    void authenticated(boolean yes) {
        authenticated = yes;
    }

    String user() {
        return user;
    }

    void user(String name) {
        user = name;
    }

    /** The version of RESP, 2 or 3. */
    public int protocol() {
        return protocol;
    }

    void protocol(int version) {
        protocol = version;
    }

    String name() {
        return name;
    }

    void name(String text) {
        name = text;
    }

    String libraryName() {
        return libraryName;
    }

    void libraryName(String text) {
        libraryName = text;
    }

    String libraryVersion() {
        return libraryVersion;
    }

    void libraryVersion(String text) {
        libraryVersion = text;
    }

    long lastRequestAt() {
        return lastRequestAt;
    }

    Command lastCommand() {
        return lastCommand;
    }

    void used(Command command, long now) {
        // Written only when they change: a volatile write holds the processor up, and pipelined requests are alike.
        if (lastCommand != command) {
            lastCommand = command;
        }
        // Nobody asks it of a caller in the process, for whom it may not be known either.
        if (lastRequestAt != now && connection != null) {
            lastRequestAt = now;
        }
    }

    boolean isMonitor() {
        return monitor;
    }

    void monitor(boolean yes) {
        monitor = yes;
    }

    boolean isNoEvict() {
        return noEvict;
    }

    void noEvict(boolean yes) {
        noEvict = yes;
    }

    boolean isNoTouch() {
        return noTouch;
    }

    void noTouch(boolean yes) {
        noTouch = yes;
    }

    /**
     * Whether what is done here leaves no trace: nothing is counted, timed, shown to monitors or taken for use of
     * a key. For those who look at the data without being one of its users, and only with commands that change
     * nothing.
     */
    boolean isUnnoticed() {
        return unnoticed;
    }

    /** What the client waits for, or null. */
    BlockedClient blocked() {
        return blocked;
    }

    void blocked(BlockedClient waiting) {
        blocked = waiting;
    }

    void delay(CommandInterceptor.Delay ordered) {
        delay = ordered;
    }

    /** What was ordered for the request that is executed now, or null. To be asked once. */
    CommandInterceptor.Delay takeDelay() {
        CommandInterceptor.Delay ordered = delay;
        delay = null;
        return ordered;
    }

    void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** CLIENT REPLY SKIP: neither this nor the next request gets a reply, unless no request does. */
    void skipNextReply() {
        if (replyMode != ReplyMode.OFF) {
            replyMode = ReplyMode.SKIP_NEXT;
        }
    }

    /** RESET: replies come again; what is skipped is skipped all the same. */
    void resetReplyMode() {
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

    boolean inTransaction() {
        return queue != null;
    }

    void beginTransaction() {
        queue = new ArrayList<>();
        queueFailed = false;
    }

    /** Adds a command for EXEC, unless all of them together would become longer than allowed. */
    boolean enqueue(Command command, Request request, long limit) {
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
    long memory() {
        return held.input() + held.queued()
                + (connection == null ? 0 : ClientMemory.CONNECTION + connection.pendingOutput());
    }

    /** Counts what waits for the client to read. Only with a connection; for any thread. */
    void countOutput() {
        held.output(connection.pendingOutput());
    }

    /** The same, and sees whether the client sends and reads. For one thread, ten times a second. */
    void look() {
        long pending = connection.pendingOutput();
        held.output(pending);
        held.look(connection.receivedInput(), pending, connection.takenOutput());
    }

    /** How many commands are queued, or -1 outside a transaction. Also for other threads, which may learn it late. */
    int queued() {
        List<QueuedCommand> current = queue;
        return current == null ? -1 : current.size();
    }

    long queuedBytes() {
        return held.queued();
    }

    /** What waits for EXEC, in the order in which it came; null outside a transaction. */
    List<QueuedCommand> queue() {
        return queue;
    }

    /** Notes a mistake among the queued commands: EXEC will refuse. */
    void failTransaction() {
        queueFailed = true;
    }

    boolean isTransactionFailed() {
        return queueFailed;
    }

    void endTransaction() {
        queue = null;
        held.queued(0);
    }

    Watch watch() {
        return watch;
    }

    // Subscriptions

    /** Counts what the client is subscribed to, for others to see. */
    void countSubscriptions() {
        subscriptions = channels.size();
        patternSubscriptions = patterns.size();
        shardSubscriptions = shardChannels.size();
    }

    int subscriptions() {
        return subscriptions;
    }

    int patternSubscriptions() {
        return patternSubscriptions;
    }

    int shardSubscriptions() {
        return shardSubscriptions;
    }

    /** Whether the client waits for what others do, and so has reason to be silent. */
    public boolean isWaiting() {
        return isSubscribed() || monitor;
    }

    boolean isSubscribed() {
        return subscriptions + patternSubscriptions + shardSubscriptions > 0;
    }

    /** The dialect in which messages are to be sent to this client: the one in which it asked for them. */
    Dialect messageDialect() {
        return messageDialect;
    }

    void messageDialect(Dialect dialect) {
        messageDialect = dialect;
    }
}
