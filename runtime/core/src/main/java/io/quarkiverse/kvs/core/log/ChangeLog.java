package io.quarkiverse.kvs.core.log;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.ChangeSink;
import io.quarkiverse.kvs.core.store.Effect;

/**
 * The sequence of everything that was done to the data, one record for each closing of the gate. Two records that touch the
 * same segment of the keyspace stand in the order in which they happened; all others stand in one of the orders in which they
 * may have happened. So replaying the log from its beginning up to any record gives the data as it was then.
 * <p>
 * It keeps nothing: a listener gets each record, in the order of their numbers.
 * <p>
 * Safe for use by many threads. They wait for each other only while a record gets its number and the listener takes it.
 */
public final class ChangeLog implements ChangeSink {

    private final ReentrantLock lock = new ReentrantLock();
    private final Consumer<ChangeRecord> listener;
    private long sequence;
    private long instant;

    /** @param listener takes each record, on the thread that made it, with keys locked: it must not wait */
    public ChangeLog(Consumer<ChangeRecord> listener) {
        this.listener = listener;
    }

    @Override
    public long append(long now, List<Effect> effects) {
        lock.lock();
        try {
            // Other segments may have seen a later instant.
            instant = Math.max(instant, now);
            ChangeRecord record = new ChangeRecord(++sequence, instant, effects);
            listener.accept(record);
            return record.sequence();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last record; 0 if there is none. */
    public long sequence() {
        lock.lock();
        try {
            return sequence;
        } finally {
            lock.unlock();
        }
    }
}
