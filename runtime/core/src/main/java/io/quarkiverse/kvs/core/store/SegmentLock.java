package io.quarkiverse.kvs.core.store;

import java.util.concurrent.locks.StampedLock;

/**
 * The lock of a segment. The thread that has it may take it again.
 * <p>
 * Unlike a {@link java.util.concurrent.locks.ReentrantLock} it stores no reference to the thread with every turn, which
 * would be bookkeeping for the garbage collector on every command.
 */
final class SegmentLock {

    private final StampedLock lock = new StampedLock();
    /**
     * The number of the thread that has the lock, or 0. Others read it without the lock: whatever they see, they do not see
     * their own number unless they have put it there.
     */
    private long owner;
    /** How often the owner has taken it again; guarded by the lock. */
    private int again;

    /** Waits until no other thread has it. */
    void lock() {
        long me = Thread.currentThread().getId();
        if (owner == me) {
            again++;
        } else {
            lock.writeLock();
            owner = me;
        }
    }

    /**
     * Takes it if no other thread has it.
     *
     * @param spins how often to look again if one does
     * @return whether it was taken
     */
    boolean tryLock(int spins) {
        long me = Thread.currentThread().getId();
        if (owner == me) {
            again++;
            return true;
        }
        for (int left = spins; lock.tryWriteLock() == 0; left--) {
            if (left == 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        owner = me;
        return true;
    }

    /**
     * Whether another thread keeps it.
     *
     * @param spins how often to look again if one does
     */
    boolean isKept(int spins) {
        for (int left = spins; lock.isWriteLocked() && owner != Thread.currentThread().getId(); left--) {
            if (left == 0) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Gives it back. Only for the thread that has it. */
    void unlock() {
        if (again > 0) {
            again--;
        } else {
            owner = 0;
            lock.tryUnlockWrite();
        }
    }
}
