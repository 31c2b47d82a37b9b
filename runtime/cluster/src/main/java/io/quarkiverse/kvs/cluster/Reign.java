package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * A time in which this member leads without a break, and does what clients ask for. Its records have the numbers of the
 * server's
 * own log, less {@code base}.
 */
final class Reign {

    /** The places of so many records are known, those of the last; a power of two. */
    private static final int RECENT = 8192;

    /** If more bytes are on their way to the others, clients wait. */
    private static final long MOST_WAITING = 32 << 20;

    /** What the log calls it: see {@link ReplicatedLog#leading}. */
    final long leading;
    /** What its entries call it. */
    final long number;
    /** The number of the last record of the server's own log in front of it. */
    final long base;
    /** How many records were made. Written with the lock of the server's own log held. */
    volatile long made;
    /** The last of them that has changed data. */
    volatile long changed;
    /** How many bytes of them are not committed. */
    private long waitingBytes;
    /** Nothing that was made will be committed. */
    private boolean over;
    /** How many of them are committed. Written by the member's thread. */
    volatile long committed;
    private final long[] places = new long[RECENT];
    private final Map<Long, CompletableFuture<Position>> awaited = new ConcurrentHashMap<>();

    Reign(long leading, long number, long base) {
        this.leading = leading;
        this.number = number;
        this.base = base;
    }

    /** Whether data was changed by what is not committed. */
    boolean hasUncommitted() {
        return changed > committed;
    }

    /**
     * Begins to wait for the last record to be committed. To be called while no record can be made.
     *
     * @param now where the log is now
     */
    Runnable awaitLast(Position now, CompletableFuture<Position> reached) {
        long last = made;
        awaited.put(last, reached);
        if (now.reign() == number && now.next() == last + 1) {
            reached.complete(now);
        }
        return () -> awaited.remove(last, reached);
    }

    /** An entry is on its way to the others, or is committed if its length is a negative one. */
    synchronized void waits(int bytes) {
        waitingBytes += bytes;
        if (bytes < 0) {
            notifyAll();
        }
    }

    /** Whether so much is on its way that those who write are to wait. */
    synchronized boolean isBehind() {
        return waitingBytes > MOST_WAITING && !over;
    }

    /** Waits until less is on its way. */
    synchronized void awaitRoom() throws InterruptedException {
        while (isBehind()) {
            wait();
        }
    }

    /** The place of a record that is committed, or of a later one. */
    long placeOf(long record) {
        return places[(int) (Math.max(record, committed - RECENT + 1) & RECENT - 1)];
    }

    /** A record is committed. */
    void reached(long record, Position position) {
        places[(int) (record & RECENT - 1)] = position.place();
        committed = record;
        if (!awaited.isEmpty()) {
            CompletableFuture<Position> reached = awaited.get(record);
            if (reached != null) {
                reached.complete(position);
            }
        }
    }

    /** It is over: what is not committed may never be. */
    void end() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        IOException over = new IOException("another member leads");
        awaited.values().forEach(each -> each.completeExceptionally(over));
    }

    /** @throws IOException if the reign ends before that */
    static Position await(CompletableFuture<Position> reached) throws IOException {
        try {
            return reached.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the member is stopping", e);
        }
    }
}
