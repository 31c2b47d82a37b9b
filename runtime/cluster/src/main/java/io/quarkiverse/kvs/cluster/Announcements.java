package io.quarkiverse.kvs.cluster;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Says in the log that this member leads, whenever the log has made it the leader: its reign begins once that is committed. Not
 * safe for use by several threads.
 */
final class Announcements {

    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What was announced last, as {@link ReplicatedLog#leading} has told it; 0 for nothing that counts. */
    private long leading;
    private long reign;
    private long at;

    private final ReplicatedLog log;
    private final String own;

    /** @param own the name of this member */
    Announcements(ReplicatedLog log, String own) {
        this.log = log;
        this.own = own;
    }

    /**
     * Announces the reign, unless that was done and may still be committed.
     *
     * @param now what {@link ReplicatedLog#leading} says
     */
    void announce(long now) {
        if (leading != now) {
            leading = now;
            reign = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        } else if (System.nanoTime() - at <= AGAIN_NANOS) {
            return;
        }
        at = System.nanoTime();
        log.append(LogEntry.announcement(reign, own));
    }

    /** What was announced counts no more. */
    void forget() {
        leading = 0;
    }

    /** As what this member leads that has announced it, see {@link ReplicatedLog#leading}; 0 if it has not. */
    long leading() {
        return leading;
    }

    /** Whether a reign that was announced in the log is this member's, and has not ended before it began. */
    boolean isOwn(long announced) {
        return leading != 0 && leading == log.leading() && reign == announced;
    }
}
