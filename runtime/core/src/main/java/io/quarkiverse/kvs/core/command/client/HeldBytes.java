package io.quarkiverse.kvs.core.command.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that one client makes the server hold, as they were last counted, each kind by those who know it; and whether the
 * client sends, and takes what waits for it. {@link ClientMemory} has the sum of all clients.
 * <p>
 * Safe for use by many threads; methods that are for one thread say so.
 */
public final class HeldBytes {

    /**
     * A client that has sent, or taken, nothing for so many looks, ten of which are a second, does not send, or read. Clients
     * that read stand still for a second at times, on a busy machine or while garbage is collected.
     */
    private static final int PATIENCE = 20;
    private static final long RELEASED = -1;

    private final ClientMemory all;
    private volatile long input;
    private volatile long queued;
    private final AtomicLong output = new AtomicLong();
    private volatile boolean sends = true;
    private volatile boolean reads = true;
    // Of the thread that looks.
    private long received;
    private long taken;
    private int looksWithoutInput;
    private int looksWithoutReading;

    HeldBytes(ClientMemory all) {
        this.all = all;
    }

    /** The array that requests wait in, or their beginnings, has this length now. For the client's event loop. */
    public void input(long bytes) {
        long before = input;
        input = bytes;
        all.grew(bytes - before);
    }

    long input() {
        return input;
    }

    /** The commands that wait for EXEC take so many bytes now. For the client's event loop. */
    void queued(long bytes) {
        long before = queued;
        queued = bytes;
        all.grew(bytes - before);
    }

    long queued() {
        return queued;
    }

    /** So many bytes of replies and messages wait for the client to read them. */
    public void output(long bytes) {
        long before;
        do {
            before = output.get();
            if (before == RELEASED || before == bytes) {
                return;
            }
        } while (!output.compareAndSet(before, bytes));
        all.grew(bytes - before);
    }

    /** What was last counted. */
    public long output() {
        return Math.max(0, output.get());
    }

    /** The connection is gone, and with it what waited for the client: nothing is counted any more. */
    public void releaseOutput() {
        long before = output.getAndSet(RELEASED);
        if (before > 0) {
            all.grew(-before);
        }
    }

    /**
     * Looks what the client does. For one thread, which calls it ten times a second.
     *
     * @param receivedSoFar how many bytes have come from it
     * @param pending how many bytes wait for it
     * @param takenSoFar how many of those it has been sent it has taken, about
     */
    void look(long receivedSoFar, long pending, long takenSoFar) {
        looksWithoutInput = receivedSoFar > received ? 0 : Math.min(looksWithoutInput + 1, PATIENCE);
        received = receivedSoFar;
        sends = looksWithoutInput < PATIENCE;
        looksWithoutReading = pending == 0 || takenSoFar > taken ? 0 : Math.min(looksWithoutReading + 1, PATIENCE);
        taken = Math.max(taken, takenSoFar);
        reads = looksWithoutReading < PATIENCE;
    }

    /** The bytes that are held until the client does something: sends the rest of a request, or EXEC, or reads at last. */
    long idle() {
        return (sends ? 0 : input + queued) + (reads ? 0 : output());
    }

    /** The bytes of requests that the client is sending. */
    long underWayIn() {
        return sends ? input + queued : 0;
    }

    /** The bytes that are on their way to the client, which takes them. */
    long underWayOut() {
        return reads ? output() : 0;
    }
}
