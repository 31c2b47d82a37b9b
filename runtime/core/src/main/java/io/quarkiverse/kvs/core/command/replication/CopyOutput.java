package io.quarkiverse.kvs.core.command.replication;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * A copy of all data on its way to one replica: written by one thread, which waits while too much of it is not taken, and read
 * on the connection's, which does not.
 */
final class CopyOutput extends OutputStream {

    private static final int PIECE = 64 * 1024;
    private static final int MOST_PIECES = 16;

    private final Runnable more;
    private final long patienceMillis;
    private final LongSupplier nanoClock;
    private final byte[] piece = new byte[PIECE];
    private int size;

    // Guarded by this.
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private boolean complete;
    private boolean cancelled;

    /** Of the thread that reads. */
    private byte[] current = {};

    /**
     * @param more is run when there is more to be read
     * @param patienceMillis how long to wait for the replica to take anything
     * @param nanoClock nanoseconds since any instant
     */
    CopyOutput(Runnable more, long patienceMillis, LongSupplier nanoClock) {
        this.more = more;
        this.nanoClock = nanoClock;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] { (byte) b }, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int some = Math.min(left, PIECE - size);
            System.arraycopy(bytes, at, piece, size, some);
            size += some;
            at += some;
            left -= some;
            if (size == PIECE) {
                flush();
            }
        }
    }

    /** Hands over what was written, so that it is sent. Waits for room. */
    @Override
    public void flush() throws IOException {
        if (size == 0) {
            return;
        }
        byte[] next = Arrays.copyOf(piece, size);
        size = 0;
        synchronized (this) {
            awaitRoom();
            pieces.add(next);
        }
        more.run();
    }

    private void awaitRoom() throws IOException {
        long deadline = nanoClock.getAsLong() + patienceMillis * 1_000_000;
        try {
            while (pieces.size() >= MOST_PIECES && !cancelled) {
                long left = (deadline - nanoClock.getAsLong()) / 1_000_000;
                if (left <= 0) {
                    throw new IOException("the replica takes nothing");
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        }
        if (cancelled) {
            throw new IOException("the replica has gone");
        }
    }

    /** Hands over the last of it. */
    void complete() throws IOException {
        flush();
        synchronized (this) {
            complete = true;
        }
        more.run();
    }

    /** The replica has gone: writing fails. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    /** Goes on to the next piece, if there is one. */
    boolean next() {
        synchronized (this) {
            byte[] next = pieces.poll();
            if (next == null) {
                return false;
            }
            current = next;
            notifyAll();
            return true;
        }
    }

    /** The piece. */
    byte[] array() {
        return current;
    }

    /** Whether all of it has been written and read. */
    synchronized boolean isTaken() {
        return complete && pieces.isEmpty();
    }
}
