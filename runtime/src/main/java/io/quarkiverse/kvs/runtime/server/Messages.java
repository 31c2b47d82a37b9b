package io.quarkiverse.kvs.runtime.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages for one connection that other threads have sent and its event loop has not written yet, in the order in which
 * they were sent: what the event loop itself sends comes behind them.
 * <p>
 * Any thread may {@link #add}; only the event loop may {@link #next}.
 */
final class Messages {

    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean announced = new AtomicBoolean();

    /** The bytes of those that wait. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Adds one.
     *
     * @return whether the event loop is to be told that there is something
     */
    boolean add(byte[] message) {
        bytes.addAndGet(message.length);
        waiting.add(message);
        return announced.compareAndSet(false, true);
    }

    /** The event loop is about to take all of them: it is to be told of what comes from now on. */
    void taking() {
        announced.set(false);
    }

    /** Takes the next one, or null. */
    byte[] next() {
        byte[] message = waiting.poll();
        if (message != null) {
            bytes.addAndGet(-message.length);
        }
        return message;
    }
}
