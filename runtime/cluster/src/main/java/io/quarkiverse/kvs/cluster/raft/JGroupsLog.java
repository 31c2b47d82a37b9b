package io.quarkiverse.kvs.cluster.raft;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.protocols.raft.Role;
import org.jgroups.raft.Options;
import org.jgroups.raft.StateMachine;
import org.jgroups.raft.util.CommitTable;
import org.jgroups.raft.util.Utils;
import org.jgroups.stack.Protocol;
import org.jgroups.util.DefaultSocketFactory;

import io.quarkiverse.kvs.cluster.ClusterConfig;
import io.quarkiverse.kvs.cluster.MemberSecurity;
import io.quarkiverse.kvs.cluster.ReadMode;
import io.quarkiverse.kvs.cluster.ReplicatedLog;

/**
 * The log by jgroups-raft, over TCP. Its own reads are not used, as a leader that is cut off from the others answers them; its
 * snapshots are empty, as one is a single message; and its state machine does nothing: what is committed is read from the log.
 */
public final class JGroupsLog implements ReplicatedLog {

    private static final System.Logger LOG = System.getLogger("io.quarkiverse.kvs.cluster");
    /**
     * What a message is about, in its first byte: whether a member has acknowledged nothing yet; what was given to
     * {@link #tell}; whether another one leads, see {@link Confirmations}, and the answer; the same question with which a
     * {@link VotePromise} is asked for; that a member knows of no leader. The last four have two numbers; the second is the
     * term of that member.
     */
    private static final byte NEWNESS = 0;
    private static final byte TOLD = 1;
    private static final byte QUESTION = 2;
    private static final byte ANSWER = 3;
    private static final byte PROMISE = 4;
    private static final byte LEADERLESS = 5;
    private static final long SEEK_MILLIS = 500;
    private static final Options OPTIONS = Options.create(true);

    private final ClusterConfig config;
    private final List<Protocol> inFront;
    private final DurableLog log = new DurableLog(this::changed);
    private final Newcomers newcomers;
    /** Not private for tests. */
    final CarefulRaft raft;
    private final CarefulRaft.Election election;
    private final Confirmations confirmations;
    private final VotePromise promise;
    private final Lease lease = new Lease();
    private volatile Listener listener;
    private volatile JChannel channel;
    private volatile View view;
    private volatile long leading;
    /** The term in which this member leads, or did last. Does not change while {@link #leading} is not 0. */
    private volatile long leadingTerm;
    private long leaderships;

    /** @param inFront protocols of JGroups between the network and all others, for tests */
    public JGroupsLog(ClusterConfig config, Protocol... inFront) {
        this.config = config;
        this.inFront = List.of(inFront);
        newcomers = new Newcomers(log, config.name(), config.members().keySet(), this::tellNewness);
        promise = new VotePromise();
        raft = new CarefulRaft(newcomers, promise);
        election = raft.new Election();
        confirmations = new Confirmations(config.members().size());
    }

    @Override
    public void start(Listener by) throws IOException {
        listener = by;
        Path directory = config.directory().resolve("raft");
        log.open(directory);
        raft.log(log);
        raft.raftId(config.name()).members(new ArrayList<>(config.members().keySet()));
        raft.maxLogCacheSize(0).maxLogSize(Long.MAX_VALUE).logUseFsync(true).resendInterval(50).sendCommitsImmediately(false);
        raft.stateMachine(new Nothing()).stateMachineLoaded(true);
        raft.addRoleListener(this::roleChanged);
        try {
            JChannel next = new JChannel(protocols()).name(config.name());
            // They would be listened to from everywhere.
            next.getProtocolStack().getTransport().getDiagnosticsHandler().setEnabled(false);
            next.setReceiver(new FromMembers());
            next.setDiscardOwnMessages(true);
            channel = next;
            next.connect("kvs");
            tellNewness();
            next.getProtocolStack().getTransport().getTimer().scheduleWithFixedDelay(this::seekLeader, SEEK_MILLIS, SEEK_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            close();
            throw new IOException("the member " + config.name() + " cannot listen on " + config.address() + ": "
                    + e.getMessage(), e);
        }
    }

    private List<Protocol> protocols() {
        InetSocketAddress own = config.address();
        TCP tcp = new TCP();
        tcp.setBindAddress(own.getAddress());
        tcp.setBindPort(own.getPort());
        tcp.setPortRange(0);
        tcp.setSockConnTimeout(500);
        boolean secured = config.security() != MemberSecurity.NONE;
        if (secured) {
            tcp.setSocketFactory(new DefaultSocketFactory(config.security().clients(),
                    config.security().servers(why -> LOG.log(System.Logger.Level.WARNING, why))));
            // The protocol that watches connections for that makes connections of its own, which cannot be secured.
            tcp.enableSuspectEvents(true);
        }
        ByNames discovery = new ByNames(config);
        discovery.setPortRange(0);
        long timeout = config.failureTimeout().toMillis();
        List<Protocol> protocols = new ArrayList<>();
        protocols.add(tcp);
        protocols.addAll(inFront);
        protocols.add(discovery);
        protocols.add(new MERGE3().setMinInterval(500).setMaxInterval(1500));
        if (!secured) {
            protocols.add(new FD_SOCK2().setBindAddress(own.getAddress()));
        }
        protocols.add(new FD_ALL3().setTimeout(timeout).setInterval(Math.max(20, timeout / 4)));
        protocols.add(new VERIFY_SUSPECT2().setTimeout(Math.max(100, timeout / 2)));
        protocols.add(new NAKACK2().useMcastXmit(false));
        protocols.add(new UNICAST3());
        protocols.add(new STABLE());
        protocols.add(new GMS().setJoinTimeout(500).printLocalAddress(false));
        protocols.add(new UFC());
        protocols.add(new MFC());
        protocols.add(new FRAG4());
        protocols.add(election);
        protocols.add(raft);
        return protocols;
    }

    private void changed() {
        Listener told = listener;
        String failure = log.failure();
        if (failure != null) {
            told.failed(failure);
        } else {
            told.changed();
        }
    }

    private synchronized void roleChanged(Role role) {
        // In this order: a thread that finds the number of a leadership has read the term of that one before, and no later term.
        leading = 0;
        confirmations.clear();
        if (role == Role.Leader) {
            leadingTerm = raft.currentTerm();
            leading = ++leaderships;
        }
        listener.changed();
    }

    private void seekLeader() {
        if (election.seek()) {
            send(null, LEADERLESS, numbers(0, raft.currentTerm()));
        }
    }

    /** A member knows of no leader. */
    private void leaderSought(Address by, long itsTerm) {
        long of = leading;
        long term = leadingTerm;
        if (of == 0 || itsTerm > term) {
            election.isSought(by, itsTerm);
        } else if (leading == of) {
            election.leads(term);
        }
    }

    @Override
    public long leading() {
        return leading;
    }

    @Override
    public String leader() {
        Address leader = raft.leader();
        View current = view;
        return leader == null || current == null || !current.containsMember(leader)
                || reachable() <= config.members().size() / 2 ? null : Utils.extractRaftId(leader);
    }

    @Override
    public int reachable() {
        View current = view;
        // One that was started again may be there twice, until it is known that the one before has gone.
        return current == null ? 1
                : (int) current.getMembers().stream().map(Utils::extractRaftId).distinct().count();
    }

    @Override
    public boolean isNew() {
        return newcomers.isNew();
    }

    @Override
    public void append(byte[] entry) {
        try {
            raft.setAsync(entry, 0, entry.length, OPTIONS);
        } catch (IllegalStateException e) {
            // Another member leads, which is told in its own way.
        }
    }

    @Override
    public void confirm(long of, Runnable confirmed) {
        long term = leadingTerm;
        if (leading != of) {
            return;
        }
        long asked = System.nanoTime();
        boolean promises = config.reads() == ReadMode.LEASE;
        if (promises && promise.make(term, raft::currentTerm) > term) {
            return;
        }
        long question = confirmations.ask(term, () -> {
            if (promises) {
                lease.promised(of, asked);
            }
            confirmed.run();
        });
        if (question > 0) {
            send(null, promises ? PROMISE : QUESTION, numbers(question, term));
        }
    }

    @Override
    public long sureNanos(long of) {
        return lease.nanos(of);
    }

    private static byte[] numbers(long question, long term) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(question).putLong(term).array();
    }

    @Override
    public long committed() {
        return log.commitIndex();
    }

    @Override
    public long first() {
        return log.first();
    }

    @Override
    public byte[] read(long place) throws IOException {
        LogEntry entry = log.read(place);
        if (entry == null) {
            throw new IOException("the log has no entry " + place);
        }
        if (entry.internal() || entry.command() == null) {
            return null;
        }
        byte[] bytes = entry.command();
        if (entry.offset() == 0 && entry.length() == bytes.length) {
            return bytes;
        }
        return Arrays.copyOfRange(bytes, entry.offset(), entry.offset() + entry.length());
    }

    @Override
    public Map<String, Long> places() {
        CommitTable table = raft.commitTable();
        if (leading == 0 || table == null) {
            return Map.of();
        }
        Map<String, Long> places = new HashMap<>();
        table.forEach((member, entry) -> places.put(Utils.extractRaftId(member), entry.matchIndex()));
        places.put(config.name(), log.lastAppended());
        return places;
    }

    @Override
    public void forget(long place) {
        log.mayForget(place);
        CompletableFuture<Void> done = raft.snapshotAsync();
        done.exceptionally(e -> null);
    }

    @Override
    public void tell(byte[] what) {
        send(null, TOLD, what);
        tellNewness();
    }

    private void tellNewness() {
        send(null, NEWNESS, new byte[] { (byte) (newcomers.hasNothing() ? 1 : 0) });
    }

    /**
     * Sends a message. One that asks or answers whether a member leads may get lost, but waits behind no others.
     *
     * @param to null for all others
     */
    private void send(Address to, byte about, byte[] what) {
        JChannel current = channel;
        if (current != null && current.isConnected()) {
            byte[] message = new byte[what.length + 1];
            message[0] = about;
            System.arraycopy(what, 0, message, 1, what.length);
            Message sent = new BytesMessage(to, message);
            if (about >= QUESTION) {
                sent.setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY, Message.Flag.NO_FC, Message.Flag.DONT_BUNDLE);
            }
            try {
                current.send(sent);
            } catch (Exception e) {
                // It is said again when something has changed.
            }
        }
    }

    @Override
    public void close() {
        election.end();
        JChannel current = channel;
        if (current != null) {
            current.close();
        }
        leading = 0;
    }

    /** What members say, and who they are. */
    private final class FromMembers implements Receiver {

        @Override
        public void receive(Message message) {
            String member = Utils.extractRaftId(message.src());
            if (member == null || !message.hasArray() || message.getLength() < 1) {
                return;
            }
            byte[] bytes = message.getArray();
            int from = message.getOffset();
            int to = from + message.getLength();
            if (bytes[from] == NEWNESS && message.getLength() == 2) {
                newcomers.told(message.src(), bytes[from + 1] != 0);
                if (bytes[from + 1] != 0) {
                    raft.welcome(message.src());
                }
            } else if (bytes[from] >= QUESTION && message.getLength() == 1 + 2 * Long.BYTES) {
                ByteBuffer numbers = ByteBuffer.wrap(bytes, from + 1, 2 * Long.BYTES);
                leads(message.src(), member, bytes[from], numbers.getLong(), numbers.getLong());
            } else if (bytes[from] == TOLD) {
                listener.told(member, Arrays.copyOfRange(bytes, from + 1, to));
            }
        }

        private void leads(Address from, String member, byte about, long question, long term) {
            View current = view;
            if (about == LEADERLESS) {
                leaderSought(from, term);
            } else if (about == ANSWER) {
                confirmations.answered(member, question, term);
            } else if (current != null && current.containsMember(from)) {
                // If this member has voted for another one since, its term is a later one.
                long own = about == PROMISE ? promise.make(term, raft::currentTerm) : raft.currentTerm();
                send(from, ANSWER, numbers(question, own));
            }
        }

        @Override
        public void viewAccepted(View next) {
            view = next;
            newcomers.viewed(next);
            listener.changed();
        }
    }

    /** What is committed is read from the log. */
    private static final class Nothing implements StateMachine {

        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            return null;
        }

        @Override
        public void readContentFrom(DataInput in) {
            // It is had from the leader in another way.
        }

        @Override
        public void writeContentTo(DataOutput out) {
            // See above.
        }
    }
}
