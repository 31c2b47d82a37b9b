package io.quarkiverse.kvs.cluster.raft;

/**
 * Until when this member leads for sure, because a majority has promised to vote for no other one: see {@link VotePromise}.
 * Those who have promised may have begun to count at any time after they were asked, so this counts from when they were; and it
 * ends earlier, as clocks of several machines do not run equally fast. Safe for use by many threads.
 */
final class Lease {

    /** Shorter than a promise lasts by a clock that is a fifth faster. */
    private static final long NANOS = VotePromise.NANOS * 4 / 5;

    private record Held(long leading, long until) {
    }

    private volatile Held held = new Held(0, System.nanoTime());

    /**
     * A majority has promised.
     *
     * @param leading the number of the leadership
     * @param asked when they were asked, as {@link System#nanoTime} tells
     */
    synchronized void promised(long leading, long asked) {
        long until = asked + NANOS;
        if (leading > held.leading || leading == held.leading && until - held.until > 0) {
            held = new Held(leading, until);
        }
    }

    /** How much longer this member leads for sure, in nanoseconds; 0 or less if it may not. */
    long nanos(long leading) {
        Held current = held;
        return current.leading == leading ? current.until - System.nanoTime() : 0;
    }
}
