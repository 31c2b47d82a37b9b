package io.quarkiverse.kvs.runtime.store;

import java.util.concurrent.locks.ReentrantLock;

/** A share of the keys, with the lock that guards it. */
final class Segment {

    final ReentrantLock lock = new ReentrantLock();
    /** Created with the first key. */
    EntryTable table;

    Object[] snapshot() {
        lock.lock();
        try {
            return table == null ? new Object[0] : table.snapshot();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return table == null ? 0 : table.size();
        } finally {
            lock.unlock();
        }
    }
}
