package io.quarkiverse.kvs.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.quarkiverse.kvs.cluster.raft.JGroupsLog;
import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.persistence.DirectoryLock;
import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.Backlog;
import io.quarkiverse.kvs.core.log.ChangeLog;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.log.FileError;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/**
 * One server of several that hold the same data: what is done is in a {@link ReplicatedLog}.
 * <p>
 * <b>The leader</b> executes commands as any server does, and appends what they have done. Replies that tell of it wait until a
 * majority of the members has it on the disk; so do replies to those who have read it. Replies to those who only read wait
 * until a majority has confirmed, after they have read, that this member still leads: one question serves all who read
 * meanwhile.
 * <p>
 * <b>The others</b> do what the log says, in its order, and refuse commands on data.
 * <p>
 * <b>Who ceases to lead</b> while something it has done is not committed forgets all data, and takes it again from its last
 * snapshot and the log; clients who wait for replies are not told anything, their connections are closed: what they asked for
 * may yet turn out to be committed, or not.
 * <p>
 * Threads: one for what the log says and for what follows from it ("kvs-cluster"), one that makes the records that reads wait
 * for, one for snapshots. Methods may be called by any thread.
 */
public final class ClusterMember implements Closeable {

    private static final String NO_REPLY = "this member does not lead any more, and what was not committed is taken back";
    private static final int BATCH = 512;
    private static final int CONNECT_MILLIS = 1000;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long TELL_AGAIN_NANOS = 2_000_000_000L;
    private static final long LOOK_NANOS = 100_000_000;
    private static final long ASK_AGAIN_NANOS = 2_000_000_000L;

    private record Asked(long leading, long reign, long at) {
    }

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
    private final Map<String, MemberAddress> addresses = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "kvs-cluster");
    private final Thread reads = new Thread(this::makeRecordsForReads, "kvs-cluster-reads");
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
    private Asked asked;
    private volatile boolean loaded;
    /** The data is being taken again: it is not what the position says. */
    private volatile boolean incomplete = true;
    private volatile boolean awake;
    /** Counted by the member's thread. */
    private volatile long leaderChanges;
    private volatile boolean closed;
    private volatile String failure;
    private String told = "";
    private long toldAt;

    /**
     * @param server whose data is the members'; it has no clients yet, and keeps nothing in files by itself
     * @param log of this member alone
     * @param vertx with which commands are sent on to the leader; null if none ever are
     * @throws IOException if the directory cannot be used
     */
    public ClusterMember(ServerState server, ReplicatedLog log, ClusterConfig config, Vertx vertx) throws IOException {
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
        obstacle = new FollowerObstacle(this, config.follower());
        network = vertx == null ? null
                : vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpNoDelay(true));
        forwarding = network == null ? null : new Forwarding(server, this, network);
        thread.setDaemon(true);
        reads.setDaemon(true);
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
     * @param vertx with which commands are sent on to the leader; null if none ever are
     * @throws IOException if the directory cannot be used
     */
    public static ClusterMember of(ServerState server, ClusterConfig config, Vertx vertx) throws IOException {
        return new ClusterMember(server, new JGroupsLog(config), config, vertx);
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

    /** The same without threads: then {@link #step} and {@link #recordForReads} are to be called again and again. */
    void prepare() throws IOException {
        server.store().following(true);
        server.obstacles().add(obstacle);
        server.group(group);
        server.forwarder(forwarding);
        server.persistence().backlog(new OnItsWay());
        server.recording().begin(listener);
        server.recording().whileNothingChanges(() -> changes.promise(changes.sequence()));
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
    public void clientsAt(String host, int port) {
        addresses.put(config.name(), new MemberAddress(host, port, snapshots.port()));
        wake();
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

    /** The member that leads, as far as this one knows; null if none does. */
    public String leader() {
        return reign != null ? config.name() : log.leader();
    }

    /** Where clients find a member; null if it has not said it yet. */
    MemberAddress addressOf(String member) {
        return member == null ? null : addresses.get(member);
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

    /** Whether this member is one of a majority, with its data loaded and a leader known. */
    public boolean isPartOfMajority() {
        return failure == null && !incomplete && log.reachable() > config.members().size() / 2 && leader() != null;
    }

    /** Why this member takes part no longer; null if it does. */
    public String failure() {
        return failure;
    }

    // The server's own log

    /** What is on its way to the others while this member leads. */
    private final class OnItsWay implements Backlog {

        @Override
        public boolean isBehind() {
            Reign current = reign;
            return current != null && current.isBehind();
        }

        @Override
        public void awaitRoom() throws InterruptedException {
            Reign current = reign;
            if (current != null) {
                current.awaitRoom();
            }
        }
    }

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

    private void makeRecordsForReads() {
        while (!closed) {
            if (!recordForReads()) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
    }

    /**
     * Makes a record for those who have read, if there are some, and the one before is confirmed: it is for all who read until
     * then.
     * The others are asked whether this member still leads, and asked again if no answer comes.
     */
    boolean recordForReads() {
        Reign current = reign;
        if (current == null) {
            return false;
        }
        long nanos = current.readingNanos();
        if (nanos >= 0 && nanos < LOOK_NANOS || nanos < 0 && changes.wanted() <= changes.sequence()) {
            return false;
        }
        if (nanos < 0) {
            changes.append(server.time().currentTimeMillis(), List.of());
        } else {
            current.askedAgain();
        }
        long record = current.reading();
        if (record > 0) {
            log.confirm(current.leading, () -> {
                current.confirmed(record);
                wake();
            });
        }
        return nanos < 0;
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
                server.persistence().log().warning("This member of the cluster takes part no longer: " + failure, e);
            }
        }
        if (reign != null) {
            server.recording().whileNothingChanges(() -> {
                Reign last = reign;
                reign = null;
                changes.confirmReads(null);
                changes.drop(NO_REPLY);
                last.end();
            });
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
        tellAddress();
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
            asked = null;
        } else if (reign == null) {
            long now = System.nanoTime();
            if (asked == null || asked.leading != leading) {
                asked = new Asked(leading, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), now);
                log.append(LogEntry.announcement(asked.reign, config.name()));
            } else if (now - asked.at > ASK_AGAIN_NANOS) {
                asked = new Asked(leading, asked.reign, now);
                log.append(LogEntry.announcement(asked.reign, config.name()));
            }
        }
        proceed();
        snapshots.makeIfDue();
    }

    private void tellAddress() {
        MemberAddress own = addresses.get(config.name());
        String state = own + " " + log.reachable() + " " + log.leader() + " " + addresses.keySet();
        long now = System.nanoTime();
        if (own != null && (!state.equals(told) || now - toldAt > TELL_AGAIN_NANOS)) {
            told = state;
            toldAt = now;
            log.tell(own.bytes());
        }
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
                LockSupport.unpark(reads);
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
        Asked mine = asked;
        if (mine != null && mine.reign == announcement.reign() && mine.leading == log.leading()) {
            begin(mine);
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

    private void begin(Asked mine) {
        if (orphaned) {
            return;
        }
        server.recording().whileNothingChanges(() -> {
            if (orphaned) {
                return;
            }
            long base = changes.sequence();
            changes.promise(base);
            server.store().following(false);
            changes.confirmReads(() -> LockSupport.unpark(reads));
            reign = new Reign(mine.leading, mine.reign, base);
        });
        if (reign != null) {
            server.persistence().log().info("This member, " + config.name() + ", leads from now on");
        } else {
            // Another announcement is needed once that is settled.
            asked = null;
        }
    }

    private void cease() throws IOException {
        Reign last = reign;
        server.recording().whileNothingChanges(() -> {
            reign = null;
            changes.confirmReads(null);
            server.store().following(true);
            changes.drop(NO_REPLY);
        });
        asked = null;
        last.end();
        server.persistence().log().info("This member, " + config.name() + ", does not lead any more");
        server.blockedClients().endAllThatWrite(reply -> reply.error(FollowerObstacle.UNBLOCKED));
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
            server.store().following(false);
        }
    }

    /** Takes part no longer. Waits until that is so. The data stays, but no commands on it are executed. */
    @Override
    public void close() {
        closed = true;
        wake();
        LockSupport.unpark(reads);
        snapshots.close();
        server.persistence().cancelLoading();
        log.close();
        join(thread);
        join(reads);
        server.recording().end(listener);
        if (forwarding != null) {
            forwarding.close();
            network.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            server.persistence().log().warning("The directory of this member could not be given back: " + FileError.reason(e),
                    null);
        }
    }

    private static void join(Thread ended) {
        boolean interrupted = false;
        while (ended.isAlive()) {
            try {
                ended.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
