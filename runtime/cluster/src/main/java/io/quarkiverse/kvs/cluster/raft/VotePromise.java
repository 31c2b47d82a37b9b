package io.quarkiverse.kvs.cluster.raft;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What a member promises to a leader that asks for it: for a while it votes for no other one. So a leader that has that
 * promise from a majority knows that no other member can be elected meanwhile: see {@link Lease}. Each goes by its own
 * monotonic clock.
 * <p>
 * Safe for use by many threads.
 */
final class VotePromise {

    /** How long a promise is kept, the same for all members. */
    static final long NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Members may have been asked for theirs one so much later than another. */
    private static final long LITTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** If a vote was refused, nothing is promised for so long, unless it is given before: a leader is to be elected. */
    private static final long ELECTION_NANOS = TimeUnit.SECONDS.toNanos(3);

    private long until;
    private boolean refused;
    private long refusedAt;

    /** Begins with one, as this member may have made it just before it was started again. */
    VotePromise() {
        until = System.nanoTime() + NANOS;
    }

    /**
     * Promises the leader of a term, unless this member is in a later one, or has refused a vote because of such a promise.
     *
     * @param own says in which term this member is
     * @return the term in which it is; {@link Long#MAX_VALUE} if it has refused a vote
     */
    synchronized long make(long leaders, LongSupplier own) {
        long term = own.getAsLong();
        long now = System.nanoTime();
        if (refused && now - refusedAt < ELECTION_NANOS) {
            return Long.MAX_VALUE;
        }
        if (term <= leaders) {
            until = now + NANOS;
        }
        return term;
    }

    /**
     * Votes, if there is no promise not to. No promise is made meanwhile, and none after it was refused: otherwise a leader
     * that asks for them again and again could not be replaced, and those who are in a later term would not follow it.
     */
    synchronized void vote(Runnable vote) {
        refused = left() > 0;
        if (refused) {
            refusedAt = System.nanoTime();
        } else {
            vote.run();
        }
    }

    private synchronized long left() {
        return until - System.nanoTime();
    }

    /** Waits until it is over, or the thread is interrupted. Not if one is made anew meanwhile. */
    void awaitEnd() {
        await(left());
    }

    /** The same if it is about to be over. */
    void awaitNearEnd() {
        long left = left();
        if (left <= LITTLE_NANOS) {
            await(left);
        }
    }

    private void await(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left; (left = end - System.nanoTime()) > 0 && !Thread.currentThread().isInterrupted();) {
            LockSupport.parkNanos(this, left);
        }
    }
}
