package io.quarkiverse.kvs.cluster.raft;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jgroups.Address;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.View;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.AppendEntriesResponse;
import org.jgroups.protocols.raft.AppendResult;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.InstallSnapshotRequest;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.RaftHeader;
import org.jgroups.protocols.raft.election.VoteRequest;
import org.jgroups.protocols.raft.election.VoteResponse;
import org.jgroups.raft.util.CommitTable;
import org.jgroups.util.Bits;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;

/**
 * The protocol of jgroups-raft, with what the paper on Raft asks for and 1.1.4 leaves out:
 * <ul>
 * <li>A follower compares each entry of a request with what it has, not only the first one (section 5.3).</li>
 * <li>It acknowledges, and takes for committed, only what it has compared with the log of the leader of this term: entries of
 * another leader may lie behind that.</li>
 * <li>A leader takes entries of earlier terms for committed only together with one of its own term (section 5.4.2).</li>
 * <li>What a member lacks is sent again while there is other work, not only when there is none, and in parts of bounded
 * size.</li>
 * <li>A member whose log is new does not vote as long as it may have lost what it has acknowledged: see {@link Newcomers}.</li>
 * <li>A vote counts in its own term only.</li>
 * <li>A member does not append an entry of an earlier term while it votes.</li>
 * <li>A member does not vote as long as it has promised not to: see {@link VotePromise}.</li>
 * <li>A leader is sought for as long as there is none, not only when members have come or gone: see
 * {@link Election#seek}.</li>
 * <li>An election ends when the member is closed, and pauses after each failure: see {@link Election#runVotingProcess}.</li>
 * </ul>
 * Threads: that of RAFT; votes are given on others, which wait meanwhile.
 */
final class CarefulRaft extends RAFT {

    /** So many entries may wait to be appended. */
    private static final int WAITING = 1 << 20;

    private static final long RESEND_NANOS = 100_000_000;
    /** So much is sent at once to a member that lacks it, or one entry if that is longer. */
    private static final int MOST_ENTRIES = 4096;
    private static final long MOST_BYTES = 1 << 20;

    /** By then, a member that was elected has heard of it. */
    private static final long HEARD_NANOS = 3_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    /** What is on its way to members that lack entries. */
    private final Map<Address, Sending> sending = new HashMap<>();
    private long comparedTerm;
    /** Up to here the log is that of the leader of that term. */
    private long compared;

    private final Newcomers newcomers;
    private final VotePromise promise;

    CarefulRaft(Newcomers newcomers, VotePromise promise) {
        this.newcomers = newcomers;
        this.promise = promise;
        id = RAFT_ID;
        processing_queue_max_size = WAITING;
    }

    /** Elections that wait for what is being appended. */
    final class Election extends ELECTION {

        /** There was no leader when that was looked at last. */
        private boolean missing;
        /** The leader that was there then, since when, and in which term. */
        private Address known;
        private long knownTerm;
        private volatile long knownSince = System.nanoTime();
        private volatile boolean over;

        Election() {
            id = ELECTION_ID;
        }

        /**
         * This member is about to be closed: an election that is going on ends, and one that begins ends at once. One does
         * begin, as a member knows of no leader while it is being closed.
         */
        void end() {
            over = true;
        }

        /**
         * One round of an election. The thread calls this again at once, also when it has failed: without the pause, a member
         * that cannot write to its log would keep a processor busy.
         */
        @Override
        protected void runVotingProcess() {
            if (over) {
                // This is how the thread is told to end.
                Thread.currentThread().interrupt();
            }
            try {
                super.runVotingProcess();
            } catch (IllegalStateException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(vote_timeout));
            }
        }

        @Override
        protected void handleMessage(Message message, RaftHeader header) {
            if (header instanceof VoteRequest && !newcomers.mayVote()) {
                return;
            }
            if (header instanceof VoteResponse && header.currTerm() != currentTerm()) {
                return;
            }
            if (header instanceof VoteRequest) {
                promise.awaitNearEnd();
            }
            lock.lock();
            try {
                if (header instanceof VoteRequest) {
                    promise.vote(() -> super.handleMessage(message, header));
                } else {
                    super.handleMessage(message, header);
                }
            } finally {
                lock.unlock();
            }
        }

        /**
         * To be called again and again by one thread. Begins an election if there is no leader among the members that can be
         * reached. jgroups-raft does that only when they change, and an earlier election that is ending just then ends the new
         * one, too.
         *
         * @return whether other members are to be told that this one knows of no leader: see {@link #isSought}
         */
        boolean seek() {
            View members = view;
            Address leader = raft.leader();
            boolean before = missing;
            missing = members != null && isMajorityAvailable() && (leader == null || !members.containsMember(leader));
            long term = currentTerm();
            if (leader != null && (!leader.equals(known) || term != knownTerm)) {
                known = leader;
                knownTerm = term;
                knownSince = System.nanoTime();
            }
            if (missing && before) {
                runVotingThread();
                return true;
            }
            return false;
        }

        /**
         * Another member knows of no leader. If it is in a later term, it cannot follow the leader there is: one of a later
         * term is to be elected. The same if this member has taken it for the leader for a while: it may just not have heard
         * yet that it was elected.
         */
        void isSought(Address by, long term) {
            boolean later;
            lock.lock();
            try {
                later = currentTerm(term) > 0;
            } finally {
                lock.unlock();
            }
            if (later || by.equals(raft.leader()) && System.nanoTime() - knownSince > HEARD_NANOS) {
                runVotingThread();
            }
        }

        /** Tells the others that this member leads. */
        void leads(long term) {
            sendLeaderElectedMessage(local_addr, term);
        }

        /** Asks once the votes can be given. */
        @Override
        protected void sendVoteRequest(long term) {
            promise.awaitEnd();
            super.sendVoteRequest(term);
        }
    }

    @Override
    public void handleUpRequest(Message message, RaftHeader header) {
        lock.lock();
        try {
            if (header instanceof AppendEntriesRequest request) {
                appendRequested(message, request);
            } else if (header instanceof AppendEntriesResponse response) {
                if (!isOfEarlierTerm(message, response)) {
                    super.handleUpRequest(message, header);
                }
                answered(message.src());
            } else {
                super.handleUpRequest(message, header);
                if (header instanceof InstallSnapshotRequest) {
                    newcomers.replaced();
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("what is in memory cannot fail", e);
        } finally {
            lock.unlock();
        }
    }

    private static ByteArrayDataInputStream content(RaftHeader header) throws IOException {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(64);
        header.writeTo(out);
        return new ByteArrayDataInputStream(out.buffer(), 0, out.position());
    }

    private void appendRequested(Message message, AppendEntriesRequest request) throws IOException, ClassNotFoundException {
        if (currentTerm(request.currTerm()) < 0) {
            return;
        }
        ByteArrayDataInputStream in = content(request);
        Bits.readLongCompressed(in);
        Address leader = Util.readAddress(in);
        long entryTerm = Bits.readLongCompressed(in);
        long before = Bits.readLongCompressed(in);
        long termBefore = Bits.readLongCompressed(in);
        long leaderCommit = Bits.readLongCompressed(in);
        LogEntries entries = message.getObject();

        long term = currentTerm();
        if (comparedTerm != term) {
            comparedTerm = term;
            compared = commit_index;
        }
        compared = Math.max(compared, commit_index);
        boolean fits = entries != null && entries.size() > 0 && isBefore(before, termBefore);
        long last = fits ? before + entries.size() : 0;
        if (fits) {
            cutOffOthers(before + 1, entries);
        }
        AppendResult result = impl.handleAppendEntriesRequest(entries, leader, before, termBefore, entryTerm,
                Math.min(leaderCommit, Math.max(compared, last)));
        if (result.success()) {
            compared = Math.max(compared, Math.min(last, last_appended));
            result = new AppendResult(AppendResult.Result.OK, compared);
            newcomers.heard(() -> compared >= leaderCommit && isOfTerm(leaderCommit, term));
        }
        result.commitIndex(commit_index);
        down_prot.down(new EmptyMessage(message.src()).putHeader(id, new AppendEntriesResponse(term, result)));
    }

    private boolean isBefore(long index, long term) {
        return index == 0 || isOfTerm(index, term);
    }

    private boolean isOfTerm(long index, long term) {
        LogEntry entry = log_impl.get(index);
        return entry != null && entry.term() == term;
    }

    /**
     * A member says that its log is new. If this one leads, it tells how much is committed: that member may have all of it, and
     * would not learn that before something is written.
     */
    void welcome(Address newcomer) {
        lock.lock();
        try {
            if (isLeader()) {
                down_prot.down(new ObjectMessage(newcomer, null).putHeader(id,
                        new AppendEntriesRequest(local_addr, currentTerm(), 0, 0, currentTerm(), commit_index)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Entries that are not the leader's are forgotten, with all behind them. */
    private void cutOffOthers(long first, LogEntries entries) {
        long index = first;
        for (LogEntry entry : entries) {
            if (index > last_appended) {
                return;
            }
            if (index > commit_index) {
                LogEntry here = log_impl.get(index);
                if (here == null || here.term() != entry.term()) {
                    deleteAllLogEntriesStartingFrom(index);
                    return;
                }
            }
            index++;
        }
    }

    /** What is on its way to a member that lacks entries. */
    private static final class Sending {
        /** The last entry of what was sent. */
        long upTo;
        long at;
    }

    /**
     * A member has answered. If it lacks entries, the next of them are sent at once when it has got those that were sent
     * before, and otherwise those again, after a while: also when there is so much to do that it would not be done otherwise.
     */
    private void answered(Address member) {
        CommitTable table = commit_table;
        CommitTable.Entry entry = table == null || !isLeader() ? null : table.get(member);
        if (entry == null || entry.matchIndex() >= last_appended) {
            sending.remove(member);
            return;
        }
        sending.keySet().retainAll(table.keys());
        Sending before = sending.get(member);
        if (before == null || entry.matchIndex() >= before.upTo || System.nanoTime() - before.at >= RESEND_NANOS) {
            sendAppendEntriesMessage(member, entry);
        }
    }

    /** Sends a member what it lacks: a bounded part of it, and not again as long as that may be on its way. */
    @Override
    protected void sendAppendEntriesMessage(Address member, CommitTable.Entry entry) {
        long from = Math.max(1, entry.nextIndex());
        if (from > last_appended || from < log_impl.firstAppended()) {
            super.sendAppendEntriesMessage(member, entry);
            return;
        }
        long now = System.nanoTime();
        Sending last = sending.get(member);
        if (last != null && entry.matchIndex() < last.upTo && now - last.at < RESEND_NANOS) {
            return;
        }
        LogEntries entries = entries(from, entry.sendSingleMessage() ? 1 : MOST_ENTRIES);
        if (entries.size() == 0) {
            return;
        }
        LogEntry before = log_impl.get(from - 1);
        Sending next = new Sending();
        next.upTo = from + entries.size() - 1;
        next.at = now;
        sending.put(member, next);
        long termBefore = before == null ? 0 : before.term();
        down_prot.down(new ObjectMessage(member, entries).putHeader(id, new AppendEntriesRequest(local_addr, currentTerm(),
                from - 1, termBefore, entries.iterator().next().term(), commit_index)));
        num_resends++;
    }

    /** The first entry from an index on, and some of those behind it. */
    private LogEntries entries(long from, int most) {
        LogEntries entries = new LogEntries();
        long bytes = 0;
        for (long index = from; index <= last_appended && entries.size() < most; index++) {
            LogEntry entry = log_impl.get(index);
            bytes += entry == null ? 0 : entry.length();
            if (entry == null || bytes > MOST_BYTES && entries.size() > 0) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Such acknowledgements only tell how far a member is. */
    private boolean isOfEarlierTerm(Message message, AppendEntriesResponse response)
            throws IOException, ClassNotFoundException {
        if (!isLeader() || response.currTerm() != currentTerm() || commit_table == null) {
            return false;
        }
        ByteArrayDataInputStream in = content(response);
        Bits.readLongCompressed(in);
        AppendResult result = Util.readStreamable(AppendResult::new, in);
        if (result == null || !result.success()) {
            return false;
        }
        LogEntry entry = log_impl.get(result.index());
        if (entry != null && entry.term() == currentTerm()) {
            return false;
        }
        commit_table.update(message.src(), result.index(), result.index() + 1, result.commitIndex(), false);
        return true;
    }
}
