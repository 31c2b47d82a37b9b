package io.quarkiverse.kvs.cluster;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.ChangeLog;

/**
 * Sees to it that a leader tells nothing old to those who only read. As long as no other member can lead for sure, what they
 * have read is what there is. Otherwise their replies wait for a record that is made after they have read, and promised once a
 * majority has said, after it was made, that this member still leads: one question serves all who read meanwhile.
 * <p>
 * A thread ("kvs-cluster-reads") asks, as those who read must not wait. Methods may be called by any thread.
 */
final class LeaderReads implements ChangeLog.Reads {

    /** An answer that has not come until then is taken for lost. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** If this member leads for sure for a shorter time only, the others are asked before that is over. */
    private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ServerState server;
    private final ChangeLog changes;
    private final ReplicatedLog log;
    private final Runnable confirmed;
    private final Thread thread = new Thread(this::run, "kvs-cluster-reads");
    /** Null while this member does not lead. */
    private volatile Reign reign;
    private volatile boolean renewing;
    /** Of the thread. */
    private long askedAt = System.nanoTime() - ASK_AGAIN_NANOS;
    private volatile boolean closed;

    /**
     * @param confirmed is run when a record for those who have read may be promised; does not wait
     */
    LeaderReads(ServerState server, ReplicatedLog log, Runnable confirmed) {
        this.server = server;
        this.changes = server.changes();
        this.log = log;
        this.confirmed = confirmed;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** This member leads from now on. To be called while nothing changes. */
    void begin(Reign begun) {
        reign = begun;
    }

    /** It does not any more. To be called while nothing changes. */
    void end() {
        reign = null;
    }

    /** A member that does not lead answers what was asked while it did not. The rest was asked while it did. */
    @Override
    public boolean areCurrent(Object reader) {
        Reign current = reign;
        if (current == null) {
            return !(reader instanceof Session session) || !session.asksLeader();
        }
        long sure = log.sureNanos(current.leading);
        if (sure <= 0) {
            return false;
        }
        if (sure < RENEW_NANOS && !renewing) {
            renewing = true;
            wake();
        }
        return true;
    }

    @Override
    public boolean areRefused() {
        return reign == null;
    }

    /** There may be something to be asked. Does not wait. */
    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            if (!ask()) {
                LockSupport.parkNanos(this, ASK_AGAIN_NANOS);
            }
        }
    }

    /**
     * Asks the others whether this member still leads, if there is a reason.
     *
     * @return whether a record was made
     */
    boolean ask() {
        Reign current = reign;
        if (current == null) {
            return false;
        }
        long nanos = current.readingNanos();
        boolean first = nanos < 0 && changes.wanted() > changes.sequence();
        if (first) {
            changes.append(server.time().currentTimeMillis(), List.of());
        }
        long record = current.reading();
        if (record > 0 && (first || nanos >= ASK_AGAIN_NANOS)) {
            if (!first) {
                current.askedAgain();
            }
            ask(current, () -> {
                current.confirmed(record);
                confirmed.run();
            });
        } else if (renewing && System.nanoTime() - askedAt >= ASK_AGAIN_NANOS) {
            ask(current, () -> {
                // The log knows now for how long this member leads for sure.
            });
        }
        return first;
    }

    private void ask(Reign current, Runnable answered) {
        askedAt = System.nanoTime();
        log.confirm(current.leading, () -> {
            renewing = false;
            answered.run();
        });
    }

    /** Waits until no more is asked. */
    void close() {
        closed = true;
        wake();
        Threads.join(thread);
    }
}
