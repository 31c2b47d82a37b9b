package io.quarkiverse.kvs.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.quarkiverse.kvs.cluster.raft.JGroupsLog;
import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.persistence.DirectoryLock;
import io.quarkiverse.kvs.core.command.replication.Following;
import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.ChangeLog;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.log.FileError;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/**
 * One server of several that hold the same data: what is done is in a {@link ReplicatedLog}.
 * <p>
 * <b>The leader</b> executes commands as any server does, and appends what they have done. Replies that tell of it wait until a
 * majority of the members has it on the disk; so do replies to those who have read it. Replies to those who only read wait
 * until no other member can have led when they have read: see {@link LeaderReads}.
 * <p>
 * <b>The others</b> do what the log says, in its order, and refuse commands on data.
 * <p>
 * <b>Who ceases to lead</b> while something it has done is not committed forgets all data, and takes it again from its last
 * snapshot and the log; clients who wait for replies are not told anything, their connections are closed: what they asked for
 * may yet turn out to be committed, or not.
 * <p>
 * Threads: one for what the log says and for what follows from it ("kvs-cluster"), one that asks on behalf of those who read,
 * one for snapshots. Methods may be called by any thread.
 */
public final class ClusterMember implements Closeable {

    private static final String NO_REPLY = "this member does not lead any more, and what was not committed is taken back";
    private static final int BATCH = 512;
    private static final int CONNECT_MILLIS = 1000;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long LOOK_NANOS = 100_000_000;

    private final ServerState server;
    private final ChangeLog changes;
    private final ReplicatedLog log;
    private final ClusterConfig config;
    private final MemberSnapshots snapshots;
    /** Nothing in the directory is touched without it. */
    private final DirectoryLock lock;
    private final FollowerObstacle obstacle;
    private final ReplicaGroup group = new MemberGroup(this);
    /** Null if commands are not sent on. */
    private final NetClient network;
    private final Forwarding forwarding;
    private long lookedAt;
    private final MemberAddresses addresses;
    /** Where clients find this member; null if that is not known yet. */
    private String clientHost;
    private int clientPort;
    private final Map<String, Integer> doors = new TreeMap<>();
    private final Announcements announcements;
    private final LeaderReads reads;
    private final Thread thread = new Thread(this::run, "kvs-cluster");
    private final Consumer<ChangeRecord> listener = this::done;

    /** The thread that does what the log says now; null for none. */
    private volatile Thread stepping;
    private volatile Position position = Position.START;
    /** What is being done now; null for nothing. Of the member's thread. */
    private Position next;
    private LogReplay replay;
    /** The number in the server's own log of the last record that was made by what the log says. */
    private long replayed;
    /** The reign of this member; null while another one leads, or none. */
    private volatile Reign reign;
    /** Data was changed here by a command that had begun before this member ceased to lead. */
    private volatile boolean orphaned;
    private volatile boolean loaded;
    /** The data is being taken again: it is not what the position says. */
    private volatile boolean incomplete = true;
    private volatile boolean awake;
    /** Counted by the member's thread. */
    private volatile long leaderChanges;
    private volatile boolean closed;
    private volatile String failure;

    /**
     * @param server whose data is the members'; it has no clients yet, and keeps nothing in files by itself
     * @param log of this member alone
     * @param network with which commands are sent on to the leader: see {@link #clientOptions}; null if none ever are. It is
     *        closed with the member
     * @throws IOException if the directory cannot be used
     */
    public ClusterMember(ServerState server, ReplicatedLog log, ClusterConfig config, NetClient network) throws IOException {
        this.server = server;
        this.changes = server.changes();
        this.log = log;
        this.config = config;
        lock = lock(config.directory());
        try {
            snapshots = new MemberSnapshots(server, log, config, this::cut);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        addresses = new MemberAddresses(config.name(), log);
        announcements = new Announcements(log, config.name());
        obstacle = new FollowerObstacle(this, config.follower());
        reads = new LeaderReads(server, log, this::wake);
        this.network = network;
        forwarding = network == null ? null : new Forwarding(server, this, network);
        thread.setDaemon(true);
    }

    private static DirectoryLock lock(Path directory) throws IOException {
        try {
            return DirectoryLock.of(directory);
        } catch (IOException e) {
            throw new IOException("the directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * One whose log is replicated by jgroups-raft.
     *
     * @param network as above
     * @throws IOException if the directory cannot be used
     */
    public static ClusterMember of(ServerState server, ClusterConfig config, NetClient network) throws IOException {
        return new ClusterMember(server, new JGroupsLog(config), config, network);
    }

    /** How members connect to each other to send commands on, without TLS; with it, names are not compared with addresses. */
    public static NetClientOptions clientOptions() {
        return new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpNoDelay(true)
                .setHostnameVerificationAlgorithm("");
    }

    /**
     * Takes the data from the disk, and takes part. From now on commands on data are refused until this member leads, or
     * knows who does. Does not wait for other members.
     *
     * @throws IOException if the log cannot be used, or the address of this member cannot be listened on
     */
    public void start() throws IOException {
        prepare();
        thread.start();
        reads.start();
    }

    /** The same without threads: then {@link #step} and {@link #askForReads} are to be called again and again. */
    void prepare() throws IOException {
        server.store().following(true);
        server.obstacles().add(obstacle);
        server.group(group);
        server.forwarder(forwarding);
        server.persistence().backlog(new OnItsWay(() -> reign));
        server.recording().begin(listener);
        server.recording().whileNothingChanges(() -> {
            changes.confirmReads(reads);
            changes.promise(changes.sequence());
        });
        snapshots.start();
        try {
            log.start(new Told());
        } catch (IOException e) {
            close();
            release();
            throw e;
        }
    }

    /** Says where clients find this member. */
    public synchronized void clientsAt(String host, int port) {
        clientHost = host;
        clientPort = port;
        tellAddress();
    }

    /** Says that clients find something else at another port. */
    synchronized void offer(String door, int port) {
        doors.put(door, port);
        tellAddress();
    }

    private void tellAddress() {
        if (clientHost != null) {
            addresses.put(config.name(), new MemberAddress(clientHost, clientPort, snapshots.port(), doors));
            wake();
        }
    }

    /** What the log says on its own threads. */
    private final class Told implements ReplicatedLog.Listener {

        @Override
        public void changed() {
            wake();
        }

        @Override
        public void told(String member, byte[] what) {
            MemberAddress address = MemberAddress.of(what);
            if (address != null && config.members().containsKey(member)) {
                addresses.put(member, address);
                wake();
            }
        }

        @Override
        public void failed(String why) {
            failure = why;
            wake();
        }
    }

    private void wake() {
        awake = true;
        LockSupport.unpark(thread);
    }

    // What there is to know

    /** Of all members, what is known of their places if this one leads. */
    Map<String, Long> places() {
        return reign == null ? Map.of() : log.places();
    }

    /**
     * The place of a record of the server's own log; 0 if it is there without a place, -1 if it has none, as it is not
     * committed.
     */
    long placeOf(long record) {
        Reign current = reign;
        if (current == null || !changes.isPromised(record)) {
            return -1;
        }
        return record <= current.base ? 0 : current.placeOf(record);
    }

    /** Whether this member leads, and does what clients ask for. */
    public boolean isLeading() {
        return reign != null;
    }

    /** The number of this member's reign; 0 if another one leads, or none. */
    long reignNumber() {
        Reign current = reign;
        return current == null ? 0 : current.number;
    }

    /** The member that leads, as far as this one knows; null if none does. */
    public String leader() {
        return reign != null ? config.name() : log.leader();
    }

    /** Where clients find a member; null if it has not said it yet. */
    MemberAddress addressOf(String member) {
        return addresses.of(member);
    }

    /** Where clients find the member that leads; null if that is this one, or it is not known. */
    MemberAddress otherLeader() {
        String name = leader();
        return name == null || name.equals(config.name()) ? null : addresses.of(name);
    }

    /** Its configuration. */
    public ClusterConfig config() {
        return config;
    }

    /** The place in the log of the last entry that was done here. */
    public long place() {
        return position.place();
    }

    /** The place of the last entry that is known here to be committed. */
    public long committed() {
        return log.committed();
    }

    /** How often a member began to lead, as the log has told this one since it was started. */
    public long leaderChanges() {
        return leaderChanges;
    }

    /** How many members can be reached, this one included. */
    public int reachable() {
        return log.reachable();
    }

    /** Whether this member is one of a majority and counts as such, with its data loaded and a leader known. */
    public boolean isPartOfMajority() {
        return failure == null && !incomplete && !log.isNew() && log.reachable() > config.members().size() / 2
                && leader() != null;
    }

    /** Why this member takes part no longer; null if it does. */
    public String failure() {
        return failure;
    }

    // The server's own log

    /** A record was made. With the lock of the server's own log held, and those of keys. */
    private void done(ChangeRecord record) {
        if (Thread.currentThread() == stepping) {
            if (next != null) {
                position = next;
            }
            replayed = record.sequence();
            return;
        }
        Reign current = reign;
        if (current != null) {
            if (record.effects().isEmpty()) {
                current.reads(record.sequence());
                return;
            }
            long number = current.made(record.sequence());
            byte[] entry = LogEntry.done(current.number, number, record.effects());
            current.waits(entry.length);
            log.append(entry);
        } else if (!record.effects().isEmpty()) {
            orphaned = true;
            wake();
        }
    }

    /** Asks the others whether this member still leads, if those who have read wait for that. */
    void askForReads() {
        reads.ask();
    }

    // The member's thread

    private void run() {
        try {
            while (!closed && failure == null) {
                step();
                if (!awake) {
                    LockSupport.parkNanos(this, LOOK_NANOS);
                }
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!closed) {
                failure = FileError.reason(e);
                server.persistence().log().warning("This member has left the cluster, and must be started again: " + failure,
                        e);
            }
        }
        if (reign != null) {
            endReign();
        }
        if (failure != null && !closed) {
            log.close();
        }
    }

    /** Does what there is to be done now; of what is committed perhaps a part. */
    void step() throws IOException {
        stepping = Thread.currentThread();
        awake = false;
        try {
            if (!loaded) {
                takeAgain();
                loaded = true;
            }
            look();
        } finally {
            stepping = null;
        }
    }

    private void look() throws IOException {
        addresses.tell();
        if (forwarding != null && System.nanoTime() - lookedAt > SECOND_NANOS) {
            lookedAt = System.nanoTime();
            forwarding.look();
        }
        long leading = log.leading();
        Reign current = reign;
        if (current != null && current.leading != leading) {
            cease();
        }
        if (orphaned) {
            takeAgain();
        }
        if (leading == 0) {
            announcements.forget();
        } else if (reign == null) {
            announcements.announce(leading);
        }
        proceed();
        snapshots.makeIfDue();
    }

    /** Does what is committed, or some of it. */
    private void proceed() throws IOException {
        long upTo = Math.min(log.committed(), position.place() + BATCH);
        while (position.place() < upTo && !closed) {
            if (position.place() + 1 < log.first()) {
                if (!fetchCopy()) {
                    return;
                }
                upTo = Math.min(log.committed(), position.place() + BATCH);
                continue;
            }
            proceed(position.place() + 1);
        }
        if (position.place() < log.committed()) {
            wake();
        }
        promise();
    }

    private void promise() {
        Reign current = reign;
        if (current == null) {
            if (!orphaned && replayed > changes.promised()) {
                changes.promise(replayed);
            }
        } else {
            long safe = current.safe();
            if (safe > changes.promised()) {
                changes.promise(safe);
                reads.wake();
            }
        }
    }

    private void proceed(long place) throws IOException {
        byte[] bytes = log.read(place);
        if (bytes == null) {
            position = position.at(place);
            return;
        }
        snapshots.logged(bytes.length);
        LogEntry entry = LogEntry.of(bytes);
        if (entry instanceof LogEntry.Announcement announcement) {
            announced(place, announcement);
        } else {
            proceed(place, (LogEntry.Done) entry, bytes.length);
        }
    }

    private void announced(long place, LogEntry.Announcement announcement) throws IOException {
        if (announcement.reign() == position.reign()) {
            // It was asked for twice.
            position = position.at(place);
            return;
        }
        if (reign != null) {
            cease();
        }
        position = new Position(place, announcement.reign(), 1, announcement.leader());
        leaderChanges++;
        if (announcements.isOwn(announcement.reign())) {
            begin(announcement.reign());
        }
    }

    private void proceed(long place, LogEntry.Done record, int length) throws IOException {
        Reign current = reign;
        boolean mine = current != null && current.number == record.reign();
        if (record.reign() != position.reign() || record.number() != position.next()) {
            position = position.at(place);
            if (mine) {
                cease();
            }
            return;
        }
        Position after = position.done(place);
        if (mine) {
            position = after;
            current.waits(-length);
            current.reached(record.number(), after);
        } else if (record.effects().isEmpty()) {
            position = after;
        } else {
            next = after;
            replay.apply(new ChangeRecord(record.number(), server.time().currentTimeMillis(), record.effects()));
            next = null;
            position = after;
        }
    }

    // Leading

    private void begin(long number) {
        if (orphaned) {
            return;
        }
        long leading = announcements.leading();
        server.recording().whileNothingChanges(() -> {
            if (orphaned) {
                return;
            }
            long base = changes.sequence();
            changes.promise(base);
            server.store().following(false);
            reign = new Reign(leading, number, base);
            reads.begin(reign);
        });
        if (reign != null) {
            server.persistence().log().info("This member, " + config.name() + ", is the leader now");
        } else {
            // Another announcement is needed once that is settled.
            announcements.forget();
        }
    }

    /** @return the reign that has ended */
    private Reign endReign() {
        Reign last = reign;
        server.recording().whileNothingChanges(() -> {
            reign = null;
            // From this moment on, no snapshot may be made of what is to be taken back.
            if (last.hasUncommitted()) {
                incomplete = true;
            }
            reads.end();
            server.store().following(true);
            changes.drop(NO_REPLY);
        });
        last.end();
        return last;
    }

    private void cease() throws IOException {
        Reign last = endReign();
        announcements.forget();
        server.persistence().log().info("This member, " + config.name() + ", is no longer the leader");
        server.blockedClients().endAllThatWrite(reply -> reply.error(Following.UNBLOCKED));
        if (last.hasUncommitted()) {
            takeAgain();
            return;
        }
        server.recording().whileNothingChanges(() -> {
            if (!orphaned) {
                changes.promise(changes.sequence());
            }
        });
    }

    /** Forgets all data, and takes it again from the last snapshot and the log, up to where it was. */
    private void takeAgain() throws IOException {
        long upTo = Math.max(position.place(), loaded ? 0 : log.committed());
        do {
            server.recording().whileNothingChanges(() -> {
                incomplete = true;
                changes.drop(NO_REPLY);
            });
            orphaned = false;
            // Nothing takes its place meanwhile.
            synchronized (snapshots.files()) {
                SnapshotFiles.Snapshot snapshot = snapshots.files().newest();
                server.persistence().replaceAll(snapshot == null ? null : snapshot.file());
                position = snapshot == null ? Position.START : snapshot.position();
            }
            replay = new LogReplay(server);
            snapshots.loaded();
            while (position.place() < upTo && position.place() + 1 >= log.first() && !closed) {
                proceed(position.place() + 1);
            }
            server.recording().whileNothingChanges(() -> {
                if (!orphaned) {
                    // What was known of the records of each segment is about other data.
                    server.store().log(changes);
                    changes.promise(changes.sequence());
                    incomplete = false;
                }
            });
        } while (orphaned && !closed);
    }

    // Snapshots

    /**
     * Says of which place the data is now, as soon as that is committed. To be called while nothing changes.
     *
     * @param reached gets the place; fails if the data is not complete, or this member ceases to lead
     * @return ends that
     */
    private Runnable cut(CompletableFuture<Position> reached) {
        Reign current = reign;
        if (incomplete || orphaned) {
            reached.completeExceptionally(new IOException("the data is not complete"));
        } else if (current == null) {
            reached.complete(position);
        } else {
            return current.awaitLast(position, reached);
        }
        return () -> {
        };
    }

    /** Makes a snapshot of what is here now: see {@link MemberSnapshots#make}. */
    void makeSnapshot() throws IOException {
        snapshots.make();
    }

    /** @return whether there is more to be done now */
    private boolean fetchCopy() throws IOException {
        // The leader has what is needed; if this member leads without its data, any other one may have.
        String leader = log.leader();
        List<String> others = config.members().keySet().stream().filter(each -> !each.equals(config.name())
                && (leader == null || leader.equals(config.name()) || each.equals(leader))).toList();
        boolean fetched = false;
        for (String from : others) {
            MemberAddress address = addressOf(from);
            if (address != null && !fetched && !closed) {
                fetched = snapshots.fetch(from, address.copyPort(), log.first() - 1);
                if (!fetched) {
                    LockSupport.parkNanos(this, LOOK_NANOS);
                }
            }
        }
        if (!fetched) {
            return false;
        }
        position = Position.START;
        takeAgain();
        return true;
    }

    /**
     * After {@link #close}: commands on the data are executed again, by a server that is no member any more, or of another one.
     */
    public void release() {
        server.obstacles().remove(obstacle);
        if (server.group() == group) {
            server.group(null);
            server.forwarder(null);
            server.persistence().backlog(null);
            server.recording().whileNothingChanges(() -> changes.confirmReads(null));
            server.store().following(false);
        }
    }

    /** Takes part no longer. Waits until that is so. The data stays, but no commands on it are executed. */
    @Override
    public void close() {
        closed = true;
        wake();
        snapshots.close();
        server.persistence().cancelLoading();
        log.close();
        Threads.join(thread);
        reads.close();
        server.recording().end(listener);
        if (forwarding != null) {
            forwarding.close();
            network.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            server.persistence().log().warning(
                    "The lock on this member's directory could not be released: " + FileError.reason(e),
                    null);
        }
    }
}
