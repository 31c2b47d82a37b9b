package io.quarkiverse.kvs.core.command.replication;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.core.command.server.ReplicationSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.ReplicationStream;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Those who follow this server: other servers, and tools that copy all data. Each gets a copy of all data, one after the other,
 * and then the stream of what is done here, which all of them share. Nothing is recorded for them before the first one comes,
 * nor once the last one has been gone for long ({@code repl-backlog-ttl}).
 * <p>
 * Safe for use by many threads.
 */
public final class Replicas {

    private static final byte[] PING = "PING".getBytes(US_ASCII);
    private static final byte[][] GETACK = { "REPLCONF".getBytes(US_ASCII), "GETACK".getBytes(US_ASCII),
            "*".getBytes(US_ASCII) };
    private static final int ID_LENGTH = 40;

    /**
     * A client that waits until some of them have the stream up to a place.
     *
     * @param done the last record that it has made
     * @param record that is to be on the disk here, too; 0 for none
     */
    private record Waiting(BlockedClient client, long offset, long done, int replicas, boolean onDisk, long record,
            Consumer<ReplyWriter> reply) {
    }

    private final ServerState server;
    private final ReplicationSettings settings;
    private final Set<Replica> following = ConcurrentHashMap.newKeySet();
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor copies = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            task -> {
                Thread thread = new Thread(task, "kvs-replica-copies");
                thread.setDaemon(true);
                return thread;
            });
    /** Null while no replica follows, nor has for some time. */
    private volatile ReplicationStream stream;
    /** The name of the stream: other streams have other ones. */
    private volatile String id;
    /** Where the stream ended that was given up. */
    private volatile long lastOffset;
    private volatile long askedAt = -1;
    private final LongAdder copied = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder notResumed = new LongAdder();
    private long pingedAt;
    private long aloneSince;

    public Replicas(ServerState server) {
        this.server = server;
        this.settings = server.settings().replication();
        id = randomName();
        copies.allowCoreThreadTimeOut(true);
    }

    private String randomName() {
        return server.access().randomDigits(ID_LENGTH);
    }

    /** What is known of a client as a replica. For the thread that executes its requests. */
    public Replica of(Session session) {
        Replica known = session.replica();
        if (known == null) {
            known = new Replica(session);
            session.replica(known);
        }
        return known;
    }

    // Following

    /**
     * A client follows from now on. It is sent what it lacks, without any reply of the command that asks for that.
     *
     * @param streamId that it has followed before; null if it only knows SYNC
     * @param offset of the first byte that it lacks, counted from 1 as Redis does
     */
    public void follow(Session session, String streamId, long offset) {
        Replica replica = of(session);
        if (replica.isFollowing()) {
            return;
        }
        replica.heard(server.time().currentTimeMillis());
        following.add(replica);
        if (streamId != null && goOn(replica, streamId, offset)) {
            resumed.increment();
            return;
        }
        if (streamId != null && !streamId.equals("?")) {
            notResumed.increment();
        }
        copied.increment();
        replica.become(Replica.State.WAITING);
        copies.execute(() -> copyTo(replica, streamId != null));
    }

    /** Sends a replica only what it lacks, if that is still there. */
    private boolean goOn(Replica replica, String streamId, long offset) {
        ReplicationStream current = stream;
        ReplicationStream.Reader reader = current == null || !streamId.equalsIgnoreCase(id) ? null
                : current.reader(offset - 1);
        if (reader == null) {
            return false;
        }
        CopyOutput header = output(replica);
        try {
            header.write(("+CONTINUE" + (replica.isAwareOfPartialCopies() ? " " + id : "") + "\r\n").getBytes(US_ASCII));
            replica.copy(header);
            replica.stream(reader);
            replica.become(Replica.State.ONLINE);
            header.complete();
        } catch (IOException e) {
            return false;
        }
        return true;
    }

    private CopyOutput output(Replica replica) {
        return new CopyOutput(replica::more, settings.timeout.value() * 1000, server.time()::nanoTime);
    }

    private void copyTo(Replica replica, boolean withName) {
        if (!replica.become(Replica.State.COPYING)) {
            return;
        }
        CopyOutput output = output(replica);
        replica.copy(output);
        try (Copy copy = replica.isAwareOfEndMark() ? new MarkedCopy(replica, output, withName)
                : new CountedCopy(replica, output, withName)) {
            server.persistence().copy(id, copy);
            copy.complete();
        } catch (IOException e) {
            if (replica.isFollowing()) {
                server.telemetry().log().connectionClosed(replica.session().connection().remoteAddress(),
                        "it could not be sent a copy of all data: " + e.getMessage());
                leave(replica);
            }
        }
    }

    private void leave(Replica replica) {
        replica.leave();
        replica.session().connection().close();
    }

    /** A copy of all data for one replica. */
    private abstract class Copy implements Persistence.CopyTarget, AutoCloseable {

        final Replica replica;
        final CopyOutput output;
        private final boolean withName;
        private long offset;

        Copy(Replica replica, CopyOutput output, boolean withName) {
            this.replica = replica;
            this.output = output;
            this.withName = withName;
        }

        @Override
        public void begin() {
            ReplicationStream current = stream;
            if (current == null) {
                current = new ReplicationStream(lastOffset, settings.backlogSize::value,
                        () -> following.forEach(Replica::more));
                server.recording().beginAtOnce(current);
                stream = current;
            }
            current.restart();
            ReplicationStream.Reader reader = current.reader(current.end());
            offset = reader.offset();
            replica.stream(reader);
        }

        @Override
        public long offset() {
            return offset;
        }

        /** What stands before the copy. */
        void header(String length) throws IOException {
            if (withName) {
                output.write(("+FULLRESYNC " + id + " " + offset + "\r\n").getBytes(US_ASCII));
            }
            output.write(("$" + length + "\r\n").getBytes(US_ASCII));
        }

        /** All data has been written. */
        abstract void complete() throws IOException;

        @Override
        public void close() {
        }
    }

    /** Its end is told by a mark, which cannot be in it: its length is not known when it begins. */
    private final class MarkedCopy extends Copy {

        private final String mark = randomName();

        MarkedCopy(Replica replica, CopyOutput output, boolean withName) {
            super(replica, output, withName);
        }

        @Override
        public OutputStream output() throws IOException {
            header("EOF:" + mark);
            return output;
        }

        @Override
        void complete() throws IOException {
            output.write(mark.getBytes(US_ASCII));
            // Nothing may follow the mark until the replica has seen it.
            replica.become(Replica.State.COPIED);
            output.complete();
        }
    }

    /** For those who want to know its length before: it goes through a file. */
    private final class CountedCopy extends Copy {

        private final CopyFile file = new CopyFile();

        CountedCopy(Replica replica, CopyOutput output, boolean withName) {
            super(replica, output, withName);
        }

        @Override
        public OutputStream output() throws IOException {
            return file.write();
        }

        @Override
        void complete() throws IOException {
            header(Long.toString(file.size()));
            file.copyTo(output);
            replica.become(replica.isCopyOnly() ? Replica.State.COPIED : Replica.State.ONLINE);
            output.complete();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /**
     * A replica has said how far it has come.
     *
     * @param onDisk how far it has that on its disk; -1 if it does not say
     */
    public void acknowledged(Replica replica, long offset, long onDisk) {
        replica.heard(server.time().currentTimeMillis());
        if (!replica.isFollowing()) {
            return;
        }
        replica.acknowledge(offset, onDisk);
        if (replica.state() == Replica.State.COPIED && !replica.isCopyOnly() && replica.become(Replica.State.ONLINE)) {
            replica.more();
        }
        answerWaiting();
    }

    /** The data is another one than the stream tells of: every replica has to begin anew. */
    public void begin() {
        for (Replica replica : following) {
            leave(replica);
        }
        end();
        id = randomName();
    }

    /** The stream has another name from now on: replicas that lose their connection need a copy of all data. */
    public void rename() {
        id = randomName();
    }

    /** Nothing is recorded for replicas any more. Waits for the locks of all keys. */
    private void end() {
        ReplicationStream current = stream;
        if (current != null) {
            server.recording().end(current);
            lastOffset = current.end();
            stream = null;
        }
    }

    // What is no data

    /** Tells replicas of a message to a channel. */
    public void publish(String command, Bytes channel, Bytes message) {
        ReplicationStream current = stream;
        if (current != null) {
            current.command(command.getBytes(US_ASCII), channel.copy(), message.copy());
        }
    }

    /**
     * Tells replicas that the server is there, and closes those that have been silent for too long, or take too little. To be
     * called ten times a second, by one thread.
     */
    public void maintain() {
        following.removeIf(replica -> replica.state() == Replica.State.GONE);
        waiting.removeIf(each -> !each.client.isWaiting());
        ReplicationStream current = stream;
        if (server.group() != null) {
            answerWaiting();
        }
        long now = server.time().currentTimeMillis();
        boolean ping = now - pingedAt >= settings.pingPeriod.value() * 1000;
        if (!following.isEmpty()) {
            aloneSince = 0;
        } else if (current != null) {
            aloneSince = aloneSince == 0 ? now : aloneSince;
            long ttl = settings.backlogTtl.value() * 1000;
            if (ttl > 0 && now - aloneSince > ttl) {
                end();
                id = randomName();
            }
            return;
        }
        for (Replica replica : following) {
            if (replica.state() == Replica.State.WAITING && ping) {
                replica.session().connection().push(Replica.newline());
            }
            look(replica, current, now);
        }
        if (ping) {
            pingedAt = now;
            if (current != null) {
                current.command(PING);
            }
        }
        if (!waiting.isEmpty()) {
            ask();
            answerWaiting();
        }
    }

    private void look(Replica replica, ReplicationStream current, long now) {
        String why = null;
        if (replica.state() == Replica.State.ONLINE && now - replica.lastHeard() > settings.timeout.value() * 1000) {
            why = "it is a replica that has said nothing for too long";
        } else if (current != null && replica.isTooSlow(current.end(), settings.mostWaiting(), settings.mostWaitingLong(),
                settings.waitingLongNanos(), server.time().nanoTime())) {
            why = "it is a replica that takes too little of what it is sent";
        }
        if (why != null) {
            server.telemetry().log().connectionClosed(replica.session().connection().remoteAddress(), why);
            leave(replica);
        }
    }

    // Waiting for them

    /**
     * Lets a client wait until so many replicas have everything that was done until now, or its time is over.
     *
     * @param onDisk whether they are to have it on their disks
     * @param record that is to be on the disk here, too; 0 for none
     * @param reply answers, when that is so or the time is over
     */
    public void await(CommandContext c, int replicas, boolean onDisk, long record, long timeoutMillis,
            Consumer<ReplyWriter> reply) {
        BlockedClient client = c.blockForOthers(timeoutMillis, reply);
        waiting.add(new Waiting(client, offsetOf(c.session()), c.session().dependsOn(), replicas, onDisk, record, reply));
        if (replicas > 0) {
            ask();
        }
        if (record > 0) {
            server.persistence().whenSynced(record, this::answerWaiting);
        }
        if (server.group() != null) {
            server.changes().whenPromised(c.session().dependsOn(), this::answerWaiting, why -> {
            });
        }
        answerWaiting();
    }

    /** The place in the stream behind all that a client has done. */
    public long offsetOf(Session session) {
        ReplicationStream current = stream;
        return session.dependsOn() == 0 || current == null ? 0 : current.recorded();
    }

    /**
     * Whether a record is on the disk here: in the append-only file, or in the log of the group, which promises nothing that is
     * not.
     */
    public boolean isOnDisk(long record) {
        return server.group() != null ? server.changes().isPromised(record) : server.persistence().isSynced(record);
    }

    /**
     * How many replicas have the stream up to a place; or members of the group what a record tells.
     *
     * @param record the last one that the client has made; 0 if it has made none
     */
    public int count(long offset, long record, boolean onDisk) {
        ReplicaGroup group = server.group();
        int count = group == null ? 0 : group.having(record);
        for (Replica replica : following) {
            if (replica.state() == Replica.State.ONLINE
                    && (onDisk ? replica.acknowledgedOnDisk() : replica.acknowledged()) >= offset) {
                count++;
            }
        }
        return count;
    }

    private void ask() {
        ReplicationStream current = stream;
        // What is not longer than the question itself needs no other one.
        if (current != null && current.end() != askedAt) {
            current.command(GETACK);
            askedAt = current.end();
        }
    }

    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // of a set that allows it
    private void answerWaiting() {
        for (Waiting each : waiting) {
            if (count(each.offset, each.done, each.onDisk) >= each.replicas
                    && (each.record == 0 || isOnDisk(each.record)) && waiting.remove(each)) {
                server.blockedClients().endSoon(each.client, each.reply);
            }
        }
    }

    // What there is to know

    /** How many copies of all data were asked for. */
    public long copied() {
        return copied.sum();
    }

    /** How often a replica came back and got only what it had missed. */
    public long resumed() {
        return resumed.sum();
    }

    /** How often what it had missed was not there any more. */
    public long notResumed() {
        return notResumed.sum();
    }

    /** Those who follow, in no order. */
    public List<Replica> all() {
        return following.stream().filter(Replica::isFollowing).toList();
    }

    /** The name of the stream. */
    public String id() {
        return id;
    }

    /** How many bytes the stream has had. */
    public long offset() {
        ReplicationStream current = stream;
        return current == null ? lastOffset : current.end();
    }

    /** Where the backlog begins, in bytes of the stream; -1 if there is none. */
    public long backlogBegin() {
        ReplicationStream current = stream;
        return current == null ? -1 : current.begin();
    }

    /** No copy is begun any more. */
    public void close() {
        copies.shutdownNow();
    }
}
