package io.quarkiverse.kvs.core.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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

    /** So many times what was done is remembered to have been taken back. */
    private static final int MOST_DROPPED = 1000;
    private static final String DROPPED = "it was taken back, as the other servers know nothing of it";

    /** Whether replies to those who only read may be sent, while other servers may have the last word. */
    public interface Reads {

        /**
         * Whether what was read now may be told, as it is what there is: no other server has had the last word. Called by those
         * who have read, with keys locked: must not wait.
         *
         * @param reader see {@link ChangeSink#seen}
         */
        boolean areCurrent(Object reader);

        /** Whether it never may be, if it is not current. */
        boolean areRefused();

        /** {@link #wanted} has grown. Called in the same way. */
        void wake();
    }

    private record Range(long first, long last) {
    }

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
    /** Records that were done and then taken back, in ascending order; mostly none. */
    private volatile List<Range> dropped = List.of();
    /** Says whether what was read may be told; null if it always may. */
    private volatile Reads reads;
    /** The highest number of a record that those who read wait for. */
    private final AtomicLong wanted = new AtomicLong();

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

    /**
     * Replies to those who only read wait from now on for a record that is made after they have read, unless that is current:
     * what promises the record knows then that no other server has had the last word meanwhile. The caller has the gate open
     * for all keys.
     *
     * @param how null if replies need no such record any more
     */
    public void confirmReads(Reads how) {
        reads = how;
    }

    /** The highest number of a record that replies to those who read wait for: it has to be made, if there is none yet. */
    public long wanted() {
        return wanted.get();
    }

    @Override
    public long seen(long last, Object reader) {
        Reads how = reads;
        if (how == null || how.areCurrent(reader)) {
            return last;
        }
        if (how.areRefused()) {
            return dropped();
        }
        long next = sequence + 1;
        if (next > wanted.get() && next > wanted.getAndAccumulate(next, Math::max)) {
            how.wake();
        }
        return next;
    }

    /**
     * What the reply waits for of a caller who may have read any key.
     *
     * @param reader see {@link #seen}; null for the application itself
     */
    public long seenAll(Object reader) {
        return seen(sequence, reader);
    }

    /** Makes a record that is dropped already. */
    private long dropped() {
        lock.lock();
        try {
            long record = append(instant, List.of());
            drop(record, record);
            return record;
        } finally {
            lock.unlock();
        }
    }

    private void drop(long first, long last) {
        List<Range> more = new ArrayList<>(dropped);
        more.add(new Range(first, last));
        dropped = List.copyOf(more.size() > MOST_DROPPED ? more.subList(1, more.size()) : more);
    }

    /** The number of the last record; 0 if there is none. */
    public long sequence() {
        return sequence;
    }

    // What is promised

    /**
     * Up to which record the log promises that it lasts; {@link Long#MAX_VALUE} if each is good enough as soon as it is there,
     * as at first.
     */
    public long promised() {
        return promised;
    }

    /** Whether a record is promised, and what it tells has not been taken back. */
    public boolean isPromised(long record) {
        return record <= promised && !isDropped(record);
    }

    private boolean isDropped(long record) {
        List<Range> all = dropped;
        for (int i = all.size() - 1; i >= 0 && record <= all.get(i).last; i--) {
            if (record >= all.get(i).first) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the records tell that are not promised yet is taken back, as other servers know nothing of it: they never will be
     * promised, not even when later ones are. The caller has the gate open for all keys.
     */
    public void drop(String why) {
        lock.lock();
        try {
            if (wanted.get() > sequence) {
                // Those who have read wait for a record that is still to be made: it is not to be one of others' doing.
                append(instant, List.of());
            }
            if (sequence > promised) {
                drop(promised + 1, sequence);
            }
        } finally {
            lock.unlock();
        }
        breakPromises(why);
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
        if (isPromised(record)) {
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
            why = isDropped(record) ? DROPPED : record > promised ? this.broken : null;
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
