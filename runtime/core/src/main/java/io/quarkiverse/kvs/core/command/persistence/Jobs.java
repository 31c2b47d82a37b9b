package io.quarkiverse.kvs.core.command.persistence;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.store.Cut;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/**
 * What goes on with all data as it is at an instant: one thing at a time, as there is one {@link Cut} at a time. Each takes its
 * turn with {@link #begin}, does what it does, and ends with {@link #end}.
 * <p>
 * Safe for use by many threads.
 */
final class Jobs {

    private final ServerState server;
    private volatile Job current = Job.NONE;
    /** What goes on is to end before its time. */
    private volatile boolean cancelled;
    /** Nothing is to be begun any more but the last snapshot. */
    private volatile boolean closing;
    private volatile long since = -1;
    private volatile long keysDone;
    private volatile long keysTotal;

    Jobs(ServerState server) {
        this.server = server;
    }

    /** What goes on. To be asked with the lock of this held where something follows from it. */
    Job current() {
        return current;
    }

    /** Whether nothing is to be begun any more. */
    boolean isClosing() {
        return closing;
    }

    /** What goes on ends soon, and nothing else begins. */
    synchronized void close() {
        closing = true;
        cancelled = true;
        notifyAll();
    }

    /** What goes on is to end before its time. */
    synchronized void cancel() {
        cancelled = true;
    }

    /** Whether what goes on is to end before its time. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Something begins, as nothing goes on. Called with the lock of this held. */
    void begin(Job what) {
        current = what;
        cancelled = false;
        since = server.time().currentTimeMillis() / 1000;
        keysDone = 0;
    }

    /** What went on has ended. */
    synchronized void end() {
        current = Job.NONE;
        since = -1;
        notifyAll();
    }

    /** Waits until nothing goes on. Not for event loops. */
    synchronized void awaitNone() {
        try {
            while (current != Job.NONE) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("ERR the server is stopping");
        }
    }

    /**
     * Lets something go on in the background. Called with the lock of this held.
     *
     * @param task ends with {@link #end}
     */
    void start(Job what, Runnable task) {
        begin(what);
        Thread thread = new Thread(task, "kvs-snapshot");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            current = Job.NONE;
            since = -1;
            throw new CommandException("ERR the system has no thread for this");
        }
    }

    /** What is to be done, and may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** What became of it. */
    @FunctionalInterface
    interface Outcome {
        /** @param failure null if it was done */
        void is(Throwable failure, long seconds);
    }

    /**
     * Does what was begun, and ends it.
     *
     * @param outcome is told before that
     * @return whether it was done
     */
    boolean run(Work work, Outcome outcome) {
        long start = server.time().nanoTime();
        Throwable failure = null;
        try {
            work.run();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        } finally {
            try {
                outcome.is(failure, TimeUnit.NANOSECONDS.toSeconds(server.time().nanoTime() - start));
            } finally {
                end();
            }
        }
        return failure == null;
    }

    /**
     * All data at an instant.
     *
     * @param atTheCut done at that instant: nothing is changed meanwhile; does not fail
     */
    AllData cutAt(Runnable atTheCut) {
        Gate gate = new Gate(server.store());
        gate.open(Store.ALL, server.time().currentTimeMillis());
        Cut cut = null;
        boolean done = false;
        try {
            cut = Cut.of(gate);
            keysTotal = cut.size();
            List<byte[]> libraries = server.functions().codes();
            atTheCut.run();
            done = true;
            return new AllData(cut, libraries);
        } finally {
            gate.close();
            if (!done && cut != null) {
                cut.close();
            }
        }
    }

    /** Writes what is in a cut, and notes how far that is. */
    Snapshot snapshot() {
        return new Snapshot(server, () -> cancelled, done -> keysDone = done);
    }

    /** When something began that goes on, in seconds since 1970; -1 if it does not. */
    long since(Job what) {
        return current == what ? since : -1;
    }

    long keysDone() {
        return keysDone;
    }

    long keysTotal() {
        return current == Job.NONE ? 0 : keysTotal;
    }
}
