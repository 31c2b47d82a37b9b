package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * A time in which this member leads without a break, and does what clients ask for. Of the records of the server's own log,
 * those that have changed something are entries of the log, with numbers from 1 on. The others are only there for those who
 * have read: see {@link #reads}.
 */
final class Reign {

    /** If more bytes are on their way to the others, clients wait. */
    private static final long MOST_WAITING = 32 << 20;
    /** The places of so many records are known, those of the last; a power of two. */
    private static final int RECENT = 8192;

    /** What the log calls it: see {@link ReplicatedLog#leading}. */
    final long leading;
    /** What its entries call it. */
    final long number;
    /** The number of the last record of the server's own log in front of it. */
    final long base;
    /** How many records are entries of the log. Written with the lock of the server's own log held. */
    private volatile long made;
    /** How many of them are committed. Written by the member's thread. */
    private volatile long committed;
    /**
     * The records of the server's own log that they are: of each that is not committed, and of some before. A ring, by their
     * numbers.
     */
    private long[] records = new long[RECENT];
    /** Where they are in the log, of the last that are committed. A ring, by their numbers. */
    private final long[] places = new long[RECENT];
    /** The last record of the server's own log. */
    private long last;
    /** The record that those wait for who have read; 0 if it is confirmed, or there is none. */
    private long reading;
    private long readingSince;
    /** How many bytes of entries are not committed. */
    private long waitingBytes;
    /** Nothing that was made will be committed. */
    private boolean over;
    private final Map<Long, CompletableFuture<Position>> awaited = new ConcurrentHashMap<>();

    Reign(long leading, long number, long base) {
        this.leading = leading;
        this.number = number;
        this.base = base;
        last = base;
    }

    /**
     * A record has changed something. With the lock of the server's own log held.
     *
     * @return its number as an entry
     */
    synchronized long made(long record) {
        long next = made + 1;
        if (next - committed >= records.length) {
            grow();
        }
        records[(int) (next & records.length - 1)] = record;
        last = record;
        made = next;
        return next;
    }

    private void grow() {
        long[] more = new long[2 * records.length];
        for (long i = Math.max(1, committed - records.length / 2); i <= made; i++) {
            more[(int) (i & more.length - 1)] = records[(int) (i & records.length - 1)];
        }
        records = more;
    }

    /** A record is there for those who have read until now. With the lock of the server's own log held. */
    synchronized void reads(long record) {
        reading = record;
        readingSince = System.nanoTime();
        last = record;
    }

    /** For how long those who have read have been waiting, in nanoseconds; -1 if they do not. */
    synchronized long readingNanos() {
        return reading == 0 ? -1 : System.nanoTime() - readingSince;
    }

    /** The others are asked once more on behalf of those who have read. */
    synchronized void askedAgain() {
        readingSince = System.nanoTime();
    }

    /** The record for those who have read; 0 if there is none. */
    synchronized long reading() {
        return reading;
    }

    /** This member still led after those had read who wait for a record. */
    synchronized void confirmed(long record) {
        if (reading == record) {
            reading = 0;
        }
    }

    /** The last record of the server's own log that is safe, and all before it. */
    synchronized long safe() {
        long before = committed < made ? records[(int) (committed + 1 & records.length - 1)] - 1 : last;
        return reading == 0 ? before : Math.min(before, reading - 1);
    }

    /** Whether data was changed by what is not committed. */
    boolean hasUncommitted() {
        return made > committed;
    }

    /**
     * Begins to wait for the last record to be committed. To be called while no record can be made.
     *
     * @param now where the log is now
     */
    Runnable awaitLast(Position now, CompletableFuture<Position> reached) {
        long entry = made;
        awaited.put(entry, reached);
        if (now.reign() == number && now.next() == entry + 1) {
            reached.complete(now);
        }
        return () -> awaited.remove(entry, reached);
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

    /** The place of the last entry that a record of the server's own log tells of, or of a later one; 0 if it tells of none. */
    synchronized long placeOf(long record) {
        if (committed == 0) {
            return 0;
        }
        long oldest = Math.max(1, Math.max(committed - RECENT, made - records.length) + 1);
        long entry = committed;
        while (entry > oldest && records[(int) (entry & records.length - 1)] > record) {
            entry--;
        }
        return places[(int) (entry & RECENT - 1)];
    }

    /** An entry is committed. */
    void reached(long entry, Position position) {
        synchronized (this) {
            places[(int) (entry & RECENT - 1)] = position.place();
            committed = entry;
        }
        if (!awaited.isEmpty()) {
            CompletableFuture<Position> reached = awaited.get(entry);
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
