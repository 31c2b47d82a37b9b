package io.quarkiverse.kvs.core.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.ChangeSink;
import io.quarkiverse.kvs.core.store.Effect;

/**
 * The sequence of everything that was done to the data, one record for each closing of the gate. Two records that touch the
 * same segment of the keyspace stand in the order in which they happened; all others stand in one of the orders in which they
 * may have happened. So replaying the log from its beginning up to any record gives the data as it was then.
 * <p>
 * It keeps nothing: listeners get each record, in the order of their numbers. One of them may be asked to promise that records
 * last, and says up to which one they do: see {@link #promise(long)}.
 * <p>
 * Safe for use by many threads. They wait for each other only while a record gets its number and the listeners take it.
 */
public final class ChangeLog implements ChangeSink {

    /** @param broken is told why the promise will never be made */
    private record Waiting(long sequence, Runnable task, Consumer<String> broken) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private List<Consumer<ChangeRecord>> listeners = List.of();
    private volatile long sequence;
    private long instant;
    private volatile long promised = Long.MAX_VALUE;
    /** Why nothing is promised any more; null mostly. */
    private String broken;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::sequence));

    public ChangeLog() {
    }

    /** @param listener takes each record: see {@link #add} */
    public ChangeLog(Consumer<ChangeRecord> listener) {
        add(listener);
    }

    /**
     * Adds a listener.
     *
     * @param listener takes each record from now on, on the thread that made it, with keys locked: it must not wait
     */
    public void add(Consumer<ChangeRecord> listener) {
        lock.lock();
        try {
            List<Consumer<ChangeRecord>> more = new ArrayList<>(listeners);
            more.add(listener);
            listeners = List.copyOf(more);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a listener. */
    public void remove(Consumer<ChangeRecord> listener) {
        lock.lock();
        try {
            listeners = listeners.stream().filter(other -> other != listener).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a listener. */
    public boolean isHeard() {
        lock.lock();
        try {
            return !listeners.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long append(long now, List<Effect> effects) {
        lock.lock();
        try {
            // Other segments may have seen a later instant.
            instant = Math.max(instant, now);
            ChangeRecord record = new ChangeRecord(sequence + 1, instant, effects);
            sequence = record.sequence();
            for (int i = 0; i < listeners.size(); i++) {
                listeners.get(i).accept(record);
            }
            return record.sequence();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last record; 0 if there is none. */
    public long sequence() {
        return sequence;
    }

    // What is promised

    /**
     * Up to which record the log promises that it lasts; {@link Long#MAX_VALUE} if each is good enough as soon as it is there,
     * as
     * at first.
     */
    public long promised() {
        return promised;
    }

    /** Whether there may be records that are not promised yet. */
    public boolean isPromisedLate() {
        return promised != Long.MAX_VALUE;
    }

    /**
     * Waits until a record is promised. Not for event loops.
     *
     * @throws BrokenPromiseException if it never will be
     */
    public void awaitPromise(long record) {
        if (record <= promised) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<String> why = new AtomicReference<>();
        whenPromised(record, done::countDown, reason -> {
            why.set(reason);
            done.countDown();
        });
        boolean interrupted = false;
        while (done.getCount() > 0) {
            try {
                done.await();
            } catch (InterruptedException e) {
                // What has been done cannot be undone: so the caller waits to learn that it lasts.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (why.get() != null) {
            throw new BrokenPromiseException(why.get());
        }
    }

    /** Promises records up to a number. Runs on this thread what waited for that. */
    public void promise(long upTo) {
        List<Runnable> tasks = new ArrayList<>();
        lock.lock();
        try {
            promised = upTo;
            broken = null;
            for (Waiting first; (first = waiting.peek()) != null && first.sequence <= upTo; waiting.remove()) {
                tasks.add(first.task);
            }
        } finally {
            lock.unlock();
        }
        tasks.forEach(Runnable::run);
    }

    /**
     * Records that are not promised yet will not be, nor will those to come until {@link #promise} is called again: what waits
     * for them is told.
     */
    public void breakPromises(String why) {
        List<Waiting> disappointed;
        lock.lock();
        try {
            broken = why;
            disappointed = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        disappointed.forEach(each -> each.broken.accept(why));
    }

    /**
     * Runs something once a record is promised: at once, or on the thread that promises it.
     *
     * @param task does not wait
     * @param broken is run instead if it never will be, and told why; does not wait either
     */
    public void whenPromised(long record, Runnable task, Consumer<String> broken) {
        String why;
        lock.lock();
        try {
            why = record > promised ? this.broken : null;
            if (record > promised && why == null) {
                waiting.add(new Waiting(record, task, broken));
                return;
            }
        } finally {
            lock.unlock();
        }
        if (why == null) {
            task.run();
        } else {
            broken.accept(why);
        }
    }
}
