package io.quarkiverse.kvs.core.store;

import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Removes keys to make room, chosen as Redis chooses them: some keys are sampled, the best candidates ever seen are kept
 * in a pool, and the best of these goes first. That comes close to an exact order at no cost for each key.
 * <p>
 * Threads: an instance belongs to one thread. It opens a gate for one segment at a time, so the caller holds none.
 */
public final class Eviction {

    /** As many candidates as Redis keeps. */
    private static final int POOL = 16;

    /** A key that may be evicted; the greater its score, the sooner. It may have changed, or gone, since. */
    private record Candidate(Key key, int database, long score) {
    }

    private final Store store;
    private final RandomGenerator random;
    private final Gate gate;
    /** In ascending order of their scores. */
    private final Candidate[] pool = new Candidate[POOL];
    private int candidates;
    private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
    private Object[] sampled = {};

    public Eviction(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
        this.gate = new Gate(store);
    }

    /**
     * Evicts one key.
     *
     * @param by not {@link EvictionPolicy#NOEVICTION}
     * @param samples how many keys to look at
     * @param now milliseconds since 1970
     * @return whether there was one
     */
    public boolean evictOne(EvictionPolicy by, int samples, long now) {
        if (policy != by) {
            policy = by;
            forgetCandidates();
        }
        while (sample(by.isRandom() ? 1 : samples, now)) {
            while (candidates > 0) {
                Candidate best = pool[--candidates];
                pool[candidates] = null;
                if (evict(best, by.onlyExpiring(), now)) {
                    return true;
                }
                // Another thread has been there; the next best is as good.
            }
        }
        return false;
    }

    /**
     * Removes a key because there is no more memory.
     *
     * @param onlyExpiring whether it is to be spared if it has no expiry time
     * @return whether it was removed
     */
    private boolean evict(Candidate candidate, boolean onlyExpiring, long now) {
        Key key = candidate.key;
        gate.open(key.segment(), now);
        try {
            Keyspace keyspace = gate.database(candidate.database);
            int slot = keyspace.peek(key);
            if (slot < 0 || onlyExpiring && !keyspace.table.expiresAt(slot)) {
                return false;
            }
            keyspace.evict(keyspace.segment(key), slot, key);
            return true;
        } finally {
            gate.close();
        }
    }

    /** Looks at some keys, beginning at some segment; says whether there are any. */
    private boolean sample(int wanted, long now) {
        if (sampled.length < wanted) {
            sampled = new Object[wanted];
        }
        int first = random.nextInt(Store.SEGMENTS);
        int found = 0;
        for (int i = 0; i < Store.SEGMENTS && found < wanted; i++) {
            Segment segment = store.segments[first + i & Store.SEGMENTS - 1];
            gate.open(1L << (first + i & Store.SEGMENTS - 1), now);
            try {
                for (int database = 0; database < store.selectable(); database++) {
                    found += sample(segment.tables[database], database, wanted);
                }
            } finally {
                gate.close();
            }
        }
        return found > 0;
    }

    private int sample(EntryTable table, int database, int wanted) {
        if (table == null || (policy.onlyExpiring() ? table.expiring() : table.size()) == 0) {
            return 0;
        }
        int found = table.sample(random.nextInt(table.capacity()), policy.onlyExpiring(), sampled, wanted);
        for (int i = 0; i < found; i++) {
            offer(sampled[i], database);
            sampled[i] = null;
        }
        return found;
    }

    /** Takes an entry into the pool, if it is better than the worst one there. */
    private void offer(Object entry, int database) {
        long score = score(entry, database);
        int place = candidates;
        while (place > 0 && pool[place - 1].score > score) {
            place--;
        }
        if (candidates == POOL) {
            if (place == 0) {
                return;
            }
            System.arraycopy(pool, 1, pool, 0, --place);
        } else {
            System.arraycopy(pool, place, pool, place + 1, candidates++ - place);
        }
        Key key = new Key();
        key.show(Entry.showKey(entry, new Bytes()).copy());
        pool[place] = new Candidate(key, database, score);
    }

    private long score(Object entry, int database) {
        return switch (policy) {
            case ALLKEYS_LRU, VOLATILE_LRU -> gate.database(database).usage().idleSeconds(entry);
            case ALLKEYS_LFU, VOLATILE_LFU -> AccessFrequency.MAX - gate.database(database).usage().frequency(entry);
            case VOLATILE_TTL -> -Entry.expireAt(entry);
            default -> 0;
        };
    }

    private void forgetCandidates() {
        while (candidates > 0) {
            pool[--candidates] = null;
        }
    }
}
