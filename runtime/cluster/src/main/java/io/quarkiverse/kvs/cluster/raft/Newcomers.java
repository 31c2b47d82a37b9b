package io.quarkiverse.kvs.cluster.raft;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.raft.util.Utils;

/**
 * Which members have a new log: they are there for the first time, or have lost their disk, and with it what they have
 * acknowledged and whom they have voted for. So a member with a new log votes only
 * <ul>
 * <li>once it has had all that the leader knows to be committed, or</li>
 * <li>if all members are there, and all of them have new logs: the cluster is there for the first time;</li>
 * <li>or if at least a majority has been there for a while, and all of those have new logs: the others may come later.</li>
 * </ul>
 * Members tell each other. Safe for use by many threads.
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
     * @param tell tells the others whether this member has a new log
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

    /** A member has told whether it has a new log. */
    void told(Address member, boolean isNew) {
        told.put(member, isNew);
    }

    /** This member has all that was committed. */
    void joined() {
        if (!joined && log.join()) {
            tell.run();
        }
        joined = true;
    }

    boolean mayVote() {
        if (!log.isNew()) {
            return true;
        }
        View current = view;
        if (current == null) {
            return false;
        }
        Set<String> there = new HashSet<>();
        for (Address each : current) {
            String name = Utils.extractRaftId(each);
            boolean isNew = own.equals(name) || told.getOrDefault(each, false);
            if (!isNew || !there.add(name)) {
                return false;
            }
        }
        return there.containsAll(members)
                || there.size() > members.size() / 2 && System.nanoTime() - viewedAt >= WAIT_FOR_ALL_NANOS;
    }
}
