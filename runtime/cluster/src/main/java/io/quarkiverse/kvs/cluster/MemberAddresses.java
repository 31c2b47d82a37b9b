package io.quarkiverse.kvs.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Where members are reached by others than the log. Each tells the others of itself: again and again, and at once when one of
 * them may not have heard it. Safe for use by many threads, except where something else is said.
 */
final class MemberAddresses {

    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String own;
    private final ReplicatedLog log;
    private final Map<String, MemberAddress> known = new ConcurrentHashMap<>();
    private String told = "";
    private long toldAt;

    /** @param own the name of this member */
    MemberAddresses(String own, ReplicatedLog log) {
        this.own = own;
        this.log = log;
    }

    /** @return null if it is not known */
    MemberAddress of(String member) {
        return member == null ? null : known.get(member);
    }

    void put(String member, MemberAddress address) {
        known.put(member, address);
    }

    /** Tells the others where this one is, if they may not know. Of the member's thread. */
    void tell() {
        MemberAddress address = known.get(own);
        String state = address + " " + log.reachable() + " " + log.leader() + " " + known.keySet();
        long now = System.nanoTime();
        if (address != null && (!state.equals(told) || now - toldAt > AGAIN_NANOS)) {
            told = state;
            toldAt = now;
            log.tell(address.bytes());
        }
    }
}
