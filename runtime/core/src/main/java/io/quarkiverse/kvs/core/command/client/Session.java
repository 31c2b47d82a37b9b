package io.quarkiverse.kvs.core.command.client;

import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.BufferedReply;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.LateReply;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.replication.Replica;
import io.quarkiverse.kvs.core.protocol.Dialect;

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
    private final CallerKind caller;
    /** Null unless the caller is a client. */
    private final ClientConnection connection;
    /** For callers in the same process who wait for replies; null for others. */
    private Supplier<LateReply> lateReplies;
    private final HeldBytes held;
    private final long createdAt;

    private volatile int database;
    private volatile boolean authenticated;
    private volatile User user;
    private volatile int protocol = 2;
    private volatile String name = "";
    private volatile String libraryName = "";
    private volatile String libraryVersion = "";
    private volatile long lastRequestAt;
    private volatile Command lastCommand;
    private volatile boolean monitor;
    private volatile boolean noEvict;
    private volatile boolean noTouch;
    /** The connection is to be closed behind the replies so far. */
    private volatile boolean closing;
    private volatile BlockedClient blocked;
    private volatile Replica replica;
    private volatile TrackingMode tracking;
    private volatile ReplyMode replyMode = ReplyMode.ON;
    /** What was ordered for the request that is to be executed next; null mostly. */
    private CommandInterceptor.Delay delay;
    private boolean readsStale;
    /** Read by another thread where a reply takes long. */
    private volatile boolean asksLeader;
    private boolean contended;
    private boolean waitsForKeys;
    /** The number of the last record in the log that replies so far tell of. */
    private long dependsOn;

    private final MultiState multi;
    private final Subscriptions subscriptions = new Subscriptions();

    /**
     * One of a client.
     *
     * @param memory where to count what the client makes the server hold
     * @param user who the client is before it has told that
     * @param now milliseconds since 1970
     */
    public Session(long id, ClientConnection connection, ClientMemory memory, User user, long now) {
        this(id, CallerKind.CLIENT, connection, memory, user, now);
    }

    /** One of a caller without a connection, who may do everything. */
    public Session(long id, CallerKind caller, ClientMemory memory, long now) {
        this(id, caller, null, memory, null, now);
    }

    private Session(long id, CallerKind caller, ClientConnection connection, ClientMemory memory, User user, long now) {
        this.held = new HeldBytes(memory);
        this.multi = new MultiState(held);
        this.id = id;
        this.caller = caller;
        this.connection = connection;
        this.user = user;
        this.authenticated = user == null || user.isWithoutPassword();
        this.createdAt = now;
        this.lastRequestAt = now;
        this.noTouch = !caller.isNoticed();
        this.waitsForKeys = !caller.hasConnection();
    }

    public long id() {
        return id;
    }

    /** Where the commands come from. */
    public CallerKind caller() {
        return caller;
    }

    /** Where the client is; null for callers of another kind. */
    public ClientConnection connection() {
        return connection;
    }

    /** Closes the client's connection once the replies so far are sent; does nothing for other callers. */
    public void closeAfterReply() {
        closing = true;
        if (connection != null) {
            connection.closeAfterReply();
        }
    }

    /** The same at the wish of the client, which may want no reply to that: see {@link ClientConnection#closeUnanswered}. */
    public void leave() {
        if (isSilent() && connection != null) {
            closing = true;
            connection.closeUnanswered();
        } else {
            closeAfterReply();
        }
    }

    /** Where the caller is, as monitors are shown it. */
    public String place() {
        return connection == null ? caller.place() : connection.remoteAddress();
    }

    /** Whether the client has gone, so that there is no one to reply to. */
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

    /** Whether the client has told who it is, or there was no need to when it came. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    public void authenticated(boolean yes) {
        authenticated = yes;
    }

    /** Who the client is; null for callers of other kinds, who may do everything unless they act as a user. */
    public User user() {
        return user;
    }

    public void user(User next) {
        user = next;
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
        // It is not asked of a caller in the process, for whom it may not be known either.
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

    /** How the client is told which of the keys that it has read are changed; null if it is not. */
    public TrackingMode tracking() {
        return tracking;
    }

    void tracking(TrackingMode mode) {
        tracking = mode;
    }

    /** What the client waits for, or null. */
    public BlockedClient blocked() {
        return blocked;
    }

    public void blocked(BlockedClient waiting) {
        blocked = waiting;
    }

    /** What the client has said of itself as a replica; null if it has said nothing. */
    public Replica replica() {
        return replica;
    }

    public void replica(Replica known) {
        replica = known;
    }

    /** Whether the client follows this server. */
    public boolean isReplica() {
        Replica known = replica;
        return known != null && known.isFollowing();
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

    /**
     * Sets whether commands wait for keys that another thread keeps for long: not on an event loop, where the request is to be
     * executed a little later instead. At first, all callers wait but clients.
     */
    public void waitsForKeys(boolean yes) {
        waitsForKeys = yes;
    }

    public boolean waitsForKeys() {
        return waitsForKeys;
    }

    /** Sets whether the client takes data that may be old from a server that does not lead its group: READONLY. */
    public void readsStale(boolean yes) {
        readsStale = yes;
    }

    public boolean readsStale() {
        return readsStale;
    }

    /**
     * Sets whether the command that is executed next was let through because this server leads its group: if it does so no
     * longer when that has read, the reply is never sent.
     */
    public void asksLeader(boolean yes) {
        asksLeader = yes;
    }

    public boolean asksLeader() {
        return asksLeader;
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
        return mode == ReplyMode.OFF || mode == ReplyMode.SKIP || closing;
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

    /** The client's transaction, and the keys it watches. */
    public MultiState multi() {
        return multi;
    }

    /** Whether commands are queued for EXEC. */
    public boolean inTransaction() {
        return multi.isOpen();
    }

    /** Whether a command would change data, or run one that is queued and does. */
    public boolean isToWrite(Command command) {
        return command.has(Flag.RUNS_QUEUE)
                ? inTransaction() && multi.queue().stream().anyMatch(queued -> queued.command().has(Flag.WRITE))
                : command.has(Flag.WRITE);
    }

    /** The dialect in which messages are to be sent to the client: it may change after the client has asked for them. */
    public Dialect messageDialect() {
        Dialect asked = subscriptions.dialect();
        return asked == Dialect.LINE ? asked : Dialect.resp(protocol);
    }

    /** What the client is subscribed to. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public boolean isSubscribed() {
        return !subscriptions.isEmpty();
    }

    /** Whether the client waits for what others do, and so has reason to be silent. */
    public boolean isWaiting() {
        return isSubscribed() || monitor || isReplica();
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
}
