package io.quarkiverse.kvs.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Writes the records of a {@link ChangeLog} to a file, in the form of {@link CommandStream}, and makes them be on the disk as
 * the {@link FsyncPolicy} says.
 * <p>
 * A thread of its own does that; those who make records only queue their commands. A caller that waits for the disk writes and
 * syncs what there is itself if that thread rests: that saves waking one, and being woken by it. With
 * {@link FsyncPolicy#ALWAYS}, it promises the log each record that is on the disk: one sync serves all records that were made
 * during the one before.
 * <p>
 * Where writing fails, it is tried again until it succeeds, from the first byte that may not be on the disk: after a failed
 * sync, the operating system may have dropped what it was to write. So records since the last sync are kept.
 */
public final class AppendOnlyFile implements Backlog, Consumer<ChangeRecord>, Closeable {

    /** Is told what becomes of the file, by the thread that writes at the moment. */
    public interface Listener {

        /** Writing or syncing has failed, and will be tried again. */
        void failed(IOException why);

        /** It has succeeded again. */
        void recovered();

        /**
         * Something has taken so long.
         *
         * @param what as LATENCY calls it: {@code aof-write}, {@code aof-fsync-always}
         */
        void took(String what, long nanos);
    }

    /** Words of so many bytes are kept as they are until they are on the disk; shorter ones are copied at once. */
    public static final int KEPT_WORD = QueuedCommands.LARGE;

    /** Once so many bytes wait to be on the disk, clients are to wait. */
    private final long mostWaiting = Math.max(1 << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));
    /** So many bytes that are not synced are synced even before their time, as they are kept until then. */
    private final long mostUnsynced = mostWaiting / 2;
    /** More than this is not written by a caller in the place of the thread. */
    private static final int MOST_LENT = 64 * 1024;
    private static final long RETRY_MILLIS = 100;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** With {@link FsyncPolicy#EVERYSEC}, clients are to wait once a record has not been on the disk for so long. */
    private static final long LATE_NANOS = 2 * SECOND_NANOS - SECOND_NANOS / 4;
    /** How long records are collected where no reply waits for them, so that the thread is not woken for each. */
    private static final long COLLECT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ChangeLog log;
    private final Supplier<FsyncPolicy> policy;
    private final BooleanSupplier mayNotSync;
    private final Listener listener;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Condition fewer = lock.newCondition();
    private final QueuedCommands queue;
    private final AwaitedRecords awaited = new AwaitedRecords();
    /** The thread sleeps until there is something in the queue. */
    private boolean idle;
    /** The thread waits a little for more records, so that it writes many at once. */
    private boolean collecting;
    /** The thread waits for anything at all, or has been woken and has not noticed yet: it uses nothing of what is its own. */
    private boolean resting;
    /** A caller writes in the place of the thread. */
    private boolean lent;
    /** So many callers are about to sync what they make: until then, the thread need not be woken for records. */
    private int announced;
    /** The thread waits for the caller that writes in its place. */
    private boolean awaitsReturn;
    private boolean closed;
    /** Changed with the lock held. */
    private final AtomicLong waitingBytes = new AtomicLong();
    /**
     * Since when there is something in the queue, and since when what was taken out of it is not on the disk; 0 for nothing.
     */
    private long queuedSince;
    private long takenSince;
    private int failedAttempts;
    /** Why the last of them failed. */
    private String lastFailure;
    /** Records wait for longer than they may. */
    private volatile boolean late;
    /** The thread has ended before its time: nothing is taken any more. */
    private volatile boolean dead;
    /** Why a record could not be queued: the file cannot go on without it. Null mostly. */
    private Throwable broken;
    /** Promises are made under this lock, so that they follow the policy that is in force then. */
    private final Object promising = new Object();

    // Of the thread that writes, or of the caller that does so in its place: one hands them to the other with the lock.
    private final UnsyncedEnd end;
    private long lastRecord;
    private long lastSync = System.nanoTime();
    private boolean failing;
    /** It was to be closed, and could not be written to the end. */
    private volatile boolean gaveUp;

    /** The last record that is on the disk for sure. */
    private volatile long syncedRecord;

    /** How many files wait to be the one that is written; changed with the lock held. */
    private volatile int switches;
    private volatile long delayedSyncs;
    private volatile long lastSyncNanos;
    private volatile long lastSyncAt = -1;
    private volatile String failure;

    /**
     * Goes on at the end of a file.
     *
     * @param name of a file in the directory, which is created if it is not there
     * @param log whose records are promised
     * @param policy when to sync; asked again and again
     * @param mayNotSync whether syncs are to be left out for a while: {@code no-appendfsync-on-rewrite}
     */
    public AppendOnlyFile(LogDirectory directory, String name, ChangeLog log, Supplier<FsyncPolicy> policy,
            BooleanSupplier mayNotSync, Listener listener) throws IOException {
        this.log = log;
        this.policy = policy;
        this.mayNotSync = mayNotSync;
        this.listener = listener;
        long size = directory.exists(name) ? directory.size(name) : 0;
        end = new UnsyncedEnd(directory.write(name), size);
        lastRecord = log.sequence();
        syncedRecord = lastRecord;
        queue = new QueuedCommands(lastRecord);
        promise(false);
        thread = new Thread(this::loop, "kvs-append-only-file");
        thread.setDaemon(true);
        thread.start();
    }

    // For those who make records

    @Override
    public void accept(ChangeRecord record) {
        lock.lock();
        try {
            if (dead || broken != null) {
                return;
            }
            if (queuedSince == 0) {
                queuedSince = System.nanoTime();
            }
            try {
                waitingBytes.setRelease(waitingBytes.getPlain() + queue.add(record));
            } catch (RuntimeException | OutOfMemoryError e) {
                // Some of it may be there.
                broken = e;
            }
            if (announced == 0) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (idle) {
            idle = false;
            more.signal();
        }
    }

    /** A thread waits for the disk: there is nothing to be collected for. */
    private void hurry() {
        if (collecting) {
            collecting = false;
            more.signal();
        } else {
            wake();
        }
    }

    @Override
    public boolean isBehind() {
        return (waitingBytes.getAcquire() > mostWaiting || late) && !dead;
    }

    /**
     * Looks whether records wait for longer than they may: the disk hangs. To be called ten times a second. So with
     * {@link FsyncPolicy#EVERYSEC}, what was acknowledged two seconds ago is on the disk, however slow that is.
     */
    public void look() {
        lock.lock();
        try {
            long since = takenSince != 0 ? takenSince : queuedSince;
            late = since != 0 && System.nanoTime() - since > LATE_NANOS && policy.get() == FsyncPolicy.EVERYSEC
                    && failure == null && !mayNotSync.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while (isBehind() && !closed) {
                fewer.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a change, and waits until its record is on the disk, as {@link #sync(long)} does; the thread that writes is not
     * woken between the two.
     *
     * @param change returns the number of its record; does not wait
     */
    public void sync(LongSupplier change) throws IOException {
        announce(1);
        try {
            sync(change.getAsLong());
        } finally {
            announce(-1);
        }
    }

    private void announce(int syncs) {
        lock.lock();
        try {
            announced += syncs;
            if (announced == 0 && !isNothingQueued()) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a record, and all in front of it, is on the disk, under any policy. Not for event loops.
     *
     * @throws IOException if writing fails meanwhile, the file is closed, or the thread is interrupted: then the record may be
     *         on the disk or not; where writing is tried again, it may still get there
     */
    public void sync(long record) throws IOException {
        lock.lock();
        try {
            if (record <= syncedRecord) {
                return;
            }
            int before = failedAttempts;
            boolean asked = false;
            while (record > syncedRecord) {
                if (failedAttempts != before || dead || gaveUp || !thread.isAlive()) {
                    throw new IOException(lastFailure == null ? "the append-only file is closed" : lastFailure);
                }
                if (mayWriteHere()) {
                    writeHere();
                    if (record > syncedRecord) {
                        await(record);
                    }
                    continue;
                }
                if (!asked && !lent) {
                    await(record);
                    asked = true;
                }
                fewer.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the append-only file was being synced");
        } finally {
            lock.unlock();
        }
    }

    /** Has the thread sync this record though no reply waits for it. */
    private void await(long record) {
        awaited.add(record, () -> {
        });
        hurry();
    }

    /** Whether the calling thread can write what there is, without trying again and without much in front of its own. */
    private boolean mayWriteHere() {
        return resting && !lent && !failing && !closed && switches == 0 && broken == null
                && queue.bytes() + end.bytes() < MOST_LENT;
    }

    /** Writes and syncs what there is, with the lock at the beginning and at the end. A failure is left to the thread. */
    private void writeHere() {
        List<QueuedCommands.Part> batch = takeQueue();
        long last = queue.taken();
        lent = true;
        lock.unlock();
        try {
            for (QueuedCommands.Part part : batch) {
                end.add((QueuedCommands.Commands) part);
            }
            lastRecord = last;
            try {
                end.syncFollows();
                write();
                sync();
                promise(true);
            } catch (IOException e) {
                failedAttempt(e);
            }
            runAwaited();
        } catch (RuntimeException | OutOfMemoryError e) {
            breakDown(e);
        } finally {
            lock.lock();
            lent = false;
            if (awaitsReturn || hasWork()) {
                more.signal();
            }
            fewer.signalAll();
        }
    }

    /** Whether there is something that the thread, which rests, has to do or to wait for in another way. */
    private boolean hasWork() {
        return !isNothingQueued() || closed || failing || end.bytes() > 0 || isSyncWanted();
    }

    /**
     * Lets records from now on go to another file, which is empty. To be called while no record can be made. What was written
     * to the other one until now will be on the disk before anything is written to this one.
     */
    public void switchTo(LogDirectory.WritableFile next) {
        lock.lock();
        try {
            queue.switchTo(next);
            switches++;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The policy may be another one now. Where it is {@link FsyncPolicy#ALWAYS} from now on, what was made under another one is
     * good enough as it is.
     */
    public void policyChanged() {
        promise(false);
    }

    /** Whether a record is on the disk for sure. */
    public boolean isSynced(long record) {
        return record <= syncedRecord;
    }

    /**
     * Runs something once a record is on the disk for sure, under any policy: at once, or on the thread that writes, which
     * does not put off to sync for that.
     *
     * @param task does not wait
     */
    public void whenSynced(long record, Runnable task) {
        lock.lock();
        try {
            if (record > syncedRecord) {
                awaited.add(record, task);
                hurry();
                return;
            }
        } finally {
            lock.unlock();
        }
        task.run();
    }

    // What there is to know

    /** The bytes in the file that records go to now; 0 while what came before them is still being written to the one before. */
    public long size() {
        return switches > 0 ? 0 : end.size();
    }

    /** How many bytes of records are not in the file yet, or may not be on the disk. */
    public long waitingBytes() {
        return waitingBytes.getAcquire();
    }

    /** How many syncs took longer than a second. */
    public long delayedSyncs() {
        return delayedSyncs;
    }

    /** How long the last sync took, in nanoseconds. */
    public long lastSyncNanos() {
        return lastSyncNanos;
    }

    /** When the last sync was done, in milliseconds since 1970; -1 if there was none. */
    public long lastSyncAt() {
        return lastSyncAt;
    }

    /** Why writing or syncing fails at the moment; null if it does not. */
    public String failure() {
        return failure;
    }

    // The thread

    private void loop() {
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            breakDown(e);
        }
    }

    private void breakDown(Throwable e) {
        failed("nothing is written any more: " + e);
        die();
        listener.failed(new IOException(failure, e));
        log.breakPromises(failure);
    }

    private void die() {
        lock.lock();
        try {
            dead = true;
            queue.clear();
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return false at the end */
    private boolean step() {
        List<QueuedCommands.Part> batch;
        long last;
        lock.lock();
        try {
            batch = take();
            if (batch == null) {
                return false;
            }
            last = queue.taken();
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof QueuedCommands.Commands commands) {
                end.add(commands);
            } else if (!switched((QueuedCommands.Switch) batch.get(i))) {
                QueuedCommands.close(batch.subList(i, batch.size()));
                return false;
            }
        }
        lastRecord = last;
        if (!until(() -> {
            if (policy.get() == FsyncPolicy.ALWAYS || isSyncAwaited()) {
                end.syncFollows();
            }
            write();
            syncIfDue();
        })) {
            return false;
        }
        promise(true);
        runAwaited();
        return true;
    }

    /** Waits for something to do. */
    @SuppressWarnings("WaitNotInLoop") // Woken early, the thread collects less, and writes sooner.
    private List<QueuedCommands.Part> take() {
        resting = true;
        try {
            while (isNothingQueued() && !closed && !dead && !isSyncWanted()) {
                idle = true;
                if (lent || end.bytes() == 0 || policy.get() == FsyncPolicy.NO) {
                    more.await();
                } else {
                    long left = lastSync + SECOND_NANOS - System.nanoTime();
                    if (left <= 0 || more.awaitNanos(left) <= 0) {
                        break;
                    }
                }
            }
            idle = false;
            if (!isNothingQueued() && !closed && awaited.isEmpty() && policy.get() != FsyncPolicy.ALWAYS) {
                collecting = true;
                more.awaitNanos(COLLECT_NANOS);
                collecting = false;
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        awaitsReturn = lent;
        while (lent) {
            more.awaitUninterruptibly();
        }
        awaitsReturn = false;
        resting = false;
        return dead || isNothingQueued() && closed ? null : takeQueue();
    }

    private boolean isNothingQueued() {
        return queue.isEmpty() && broken == null;
    }

    private List<QueuedCommands.Part> takeQueue() {
        if (broken != null) {
            throw new IllegalStateException("a record could not be queued", broken);
        }
        if (takenSince == 0) {
            takenSince = queuedSince;
        }
        queuedSince = 0;
        return queue.take();
    }

    /** Whether something waits for a sync that is due, as the record is written. With the lock held. */
    private boolean isSyncWanted() {
        return awaited.isAnyUpTo(lastRecord);
    }

    private boolean isSyncAwaited() {
        lock.lock();
        try {
            return isSyncWanted();
        } finally {
            lock.unlock();
        }
    }

    /** Runs what has waited for records that are on the disk. */
    private void runAwaited() {
        List<Runnable> tasks;
        lock.lock();
        try {
            tasks = awaited.takeUpTo(syncedRecord);
        } finally {
            lock.unlock();
        }
        tasks.forEach(Runnable::run);
    }

    /** @return false if it was given up */
    private boolean switched(QueuedCommands.Switch to) {
        lastRecord = to.record();
        if (!until(() -> {
            write();
            sync();
        })) {
            return false;
        }
        become(to);
        return true;
    }

    /** One attempt to get things onto the disk. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException;
    }

    /**
     * Tries again and again, except at the end.
     *
     * @return false if it was given up, as the file is to be closed
     */
    private boolean until(Attempt attempt) {
        while (true) {
            boolean lastAttempt = isClosed();
            try {
                attempt.run();
                if (failing) {
                    failing = false;
                    failure = null;
                    listener.recovered();
                }
                return true;
            } catch (IOException e) {
                failedAttempt(e);
                if (lastAttempt) {
                    gaveUp = true;
                    return false;
                }
                pause();
            }
        }
    }

    private void failedAttempt(IOException e) {
        end.retreat();
        failing = true;
        failed(FileError.reason(e));
        listener.failed(e);
    }

    private void failed(String why) {
        lock.lock();
        try {
            failure = why;
            lastFailure = why;
            failedAttempts++;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
            while (!closed && left > 0) {
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void write() throws IOException {
        long start = System.nanoTime();
        if (end.write()) {
            listener.took("aof-write", System.nanoTime() - start);
        }
        if (policy.get() == FsyncPolicy.NO) {
            done();
        }
    }

    private void syncIfDue() throws IOException {
        if (isSyncAwaited()) {
            sync();
            return;
        }
        FsyncPolicy now = policy.get();
        if (end.bytes() == 0 || now == FsyncPolicy.NO) {
            return;
        }
        if (mayNotSync.getAsBoolean()) {
            done();
        } else if (now == FsyncPolicy.ALWAYS || end.bytes() > mostUnsynced
                || System.nanoTime() - lastSync >= SECOND_NANOS) {
            sync();
        }
    }

    private void sync() throws IOException {
        long start = System.nanoTime();
        end.sync();
        lastSync = System.nanoTime();
        lastSyncNanos = lastSync - start;
        lastSyncAt = System.currentTimeMillis();
        if (policy.get() == FsyncPolicy.ALWAYS) {
            listener.took("aof-fsync-always", lastSyncNanos);
        }
        if (lastSyncNanos > SECOND_NANOS) {
            delayedSyncs++;
        }
        syncedRecord = lastRecord;
        done();
    }

    /** What was written is as good as on the disk. */
    private void done() {
        long freed = end.settle();
        lock.lock();
        try {
            waitingBytes.setRelease(waitingBytes.getPlain() - freed);
            takenSince = 0;
            late = false;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @param writing whether the caller is the one that writes */
    private void promise(boolean writing) {
        synchronized (promising) {
            boolean late = log.promised() != Long.MAX_VALUE;
            if (policy.get() != FsyncPolicy.ALWAYS) {
                if (late) {
                    log.promise(Long.MAX_VALUE);
                }
            } else if (!late) {
                log.promise(log.sequence());
            } else if (writing && end.bytes() == 0 && lastRecord > log.promised()) {
                log.promise(lastRecord);
            }
        }
    }

    private void become(QueuedCommands.Switch to) {
        end.become(to.opened());
        lock.lock();
        try {
            switches--;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what is left, syncs it, and ends. Waits for that. What is not on the disk then is not promised: the caller does
     * that, or breaks the promises.
     *
     * @throws IOException if not everything is on the disk
     */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            more.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the append-only file was being written");
        }
        try (UnsyncedEnd last = end) {
            lock.lock();
            try {
                queue.clear();
            } finally {
                lock.unlock();
            }
            if (gaveUp || dead) {
                throw new IOException(failure);
            }
            last.sync();
        }
    }
}
