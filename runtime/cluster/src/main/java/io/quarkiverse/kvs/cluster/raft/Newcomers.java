package io.quarkiverse.kvs.cluster.raft;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.raft.util.Utils;

/**
 * Which members have a new log: they are there for the first time, or have lost their disk, and with it what they have
 * acknowledged and whom they have voted for. So a member with a new log votes only
 * <ul>
 * <li>once it has had all that a leader knows to be committed, who knows it all: one that has committed an entry of its own
 * term; or</li>
 * <li>if all members are there, and none of them has acknowledged anything, as far as it knows: the cluster is there for the
 * first time;</li>
 * <li>or if at least a majority has been there for a while, and that is true of all of those: the others may come later.</li>
 * </ul>
 * Its log is not a new one any more then; also if it is the second or third: there was nothing that it could have lost. So
 * those who have elected the first leader can elect another one if that is gone before it has done anything. Members tell each
 * other. Safe for use by many threads.
 */
final class Newcomers {

    /** For so long a majority waits for the others. */
    private static final long WAIT_FOR_ALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DurableLog log;
    private final String own;
    private final Collection<String> members;
    private final Runnable tell;
    /** What members have told; by addresses, which are other ones after each start. */
    private final Map<Address, Boolean> told = new ConcurrentHashMap<>();
    private volatile View view;
    private volatile long viewedAt;
    private volatile boolean joined;

    /**
     * @param own the name of this member
     * @param members the names of all
     * @param tell tells the others whether this member {@linkplain #hasNothing has nothing}
     */
    Newcomers(DurableLog log, String own, Collection<String> members, Runnable tell) {
        this.log = log;
        this.own = own;
        this.members = members;
        this.tell = tell;
    }

    /** Other members can be reached than before. */
    void viewed(View next) {
        view = next;
        viewedAt = System.nanoTime();
        told.keySet().retainAll(next.getMembers());
        tell.run();
    }

    /** A member has told what it {@linkplain #hasNothing has}. */
    void told(Address member, boolean nothing) {
        told.put(member, nothing);
    }

    /** Whether this member may have lost what it has acknowledged. Does not wait for the disk once it knows better. */
    boolean isNew() {
        if (!joined) {
            joined = !log.isNew();
        }
        return !joined;
    }

    private void join() {
        log.join();
        joined = true;
        tell.run();
    }

    /**
     * A leader has said something.
     *
     * @param complete whether this member has all that a leader of this term knows to be committed
     */
    void heard(BooleanSupplier complete) {
        if (isNew() && complete.getAsBoolean()) {
            join();
        }
    }

    /** The log of this member was replaced, as the leader had forgotten the beginning: it may be complete. */
    void replaced() {
        if (isNew()) {
            tell.run();
        }
    }

    /** Whether nothing is known here that this member has acknowledged: that is what the others are told. */
    boolean hasNothing() {
        return isNew() || log.lastAppended() == 0;
    }

    boolean mayVote() {
        if (isNew() && isFirstElection()) {
            join();
        }
        return !isNew();
    }

    private boolean isFirstElection() {
        View current = view;
        if (current == null) {
            return false;
        }
        Set<String> there = new HashSet<>();
        for (Address each : current) {
            String name = Utils.extractRaftId(each);
            boolean nothing = own.equals(name) || told.getOrDefault(each, false);
            if (!nothing || !there.add(name)) {
                return false;
            }
        }
        return there.containsAll(members)
                || there.size() > members.size() / 2 && System.nanoTime() - viewedAt >= WAIT_FOR_ALL_NANOS;
    }
}
