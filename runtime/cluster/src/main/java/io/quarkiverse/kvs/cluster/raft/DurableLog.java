package io.quarkiverse.kvs.cluster.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjLongConsumer;

import org.jgroups.Address;
import org.jgroups.protocols.raft.Log;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;

/**
 * The log that jgroups-raft writes. Those that come with 1.1.4 print an I/O error and go on, take a lower term than before,
 * wait for the disk only at some of the places where that matters, and are not found again after a snapshot. Here:
 * <ul>
 * <li>what is appended, cut off or voted for is on the disk when the call returns, except for the number of committed entries,
 * which the others know as well;</li>
 * <li>the term never becomes a lower one, so that no member votes twice in a term;</li>
 * <li>an error of the disk is one for ever: nothing is acknowledged after it;</li>
 * <li>entries are only forgotten that a snapshot of the data covers: see {@link #mayForget}.</li>
 * </ul>
 * Safe for use by many threads.
 */
final class DurableLog implements Log {

    /** A file of entries is followed by another one from this length on. */
    static final long SEGMENT_BYTES = 16 << 20;

    /** So many entries are kept in memory, the last; a power of two. */
    private static final int RECENT = 8192;
    /** Longer ones are not. */
    private static final int LONGEST_RECENT = 16 * 1024;
    private static final long NOTE_NANOS = 200_000_000;
    /** A snapshot of nothing: the data is in files of its own. */
    private static final byte[] NO_SNAPSHOT = {};

    private record Recent(long index, LogEntry entry) {
    }

    private final Runnable changed;
    private final AtomicReferenceArray<Recent> recent = new AtomicReferenceArray<>(RECENT);
    private StateFile state;
    private EntryFiles entries;
    private byte[] snapshot = NO_SNAPSHOT;
    private long mayForget;
    /** Of the entries. The lock is held while the disk is waited for, and these are asked for all the time. */
    private volatile long first;
    private volatile long last;
    private volatile long commitIndex;
    private long notedAt = System.nanoTime();
    private volatile String failure;

    /** @param changed is run when more is committed, or writing has failed; must not wait */
    DurableLog(Runnable changed) {
        this.changed = changed;
    }

    /** @throws IOException if there are no such files and cannot be, or what was committed is damaged */
    synchronized void open(Path directory) throws IOException {
        Files.createDirectories(directory);
        state = new StateFile(directory.resolve("state"));
        try {
            entries = new EntryFiles(directory, state.committed(), SEGMENT_BYTES);
        } catch (IOException e) {
            state.close();
            throw e;
        }
        moved();
        // Only committed entries are ever forgotten.
        commitIndex = Math.max(state.committed(), entries.first() - 1);
    }

    /** There are other entries than before. */
    private void moved() {
        first = entries.first();
        last = entries.last();
    }

    /** Entries in front of a place may be forgotten. */
    synchronized void mayForget(long index) {
        mayForget = Math.max(mayForget, index);
    }

    /**
     * Whether this member has never had all that was committed, as far as its disk remembers: it may have had another disk, and
     * lost with that what it has acknowledged.
     */
    synchronized boolean isNew() {
        return !state.joined();
    }

    /** This member has all that was committed. */
    synchronized void join() {
        if (!state.joined()) {
            write(state::join);
        }
    }

    /** Why the log cannot be written any more; null if it can. */
    String failure() {
        return failure;
    }

    /** Something that waits for the disk. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    /**
     * To be called with the lock held, which the one who is told that it has failed may need: that is told by another thread.
     */
    private void write(Write write) {
        if (failure == null) {
            try {
                write.run();
                return;
            } catch (IOException | RuntimeException e) {
                failure = "the log could not be written: " + e.getMessage();
                Thread telling = new Thread(changed, "kvs-cluster-failure");
                telling.setDaemon(true);
                telling.start();
            }
        }
        throw new IllegalStateException(failure);
    }

    @Override
    public void init(String name, Map<String, String> args) {
        throw new UnsupportedOperationException("it is opened before");
    }

    @Override
    public Log useFsync(boolean yes) {
        // Always.
        return this;
    }

    @Override
    public boolean useFsync() {
        return true;
    }

    @Override
    public void delete() {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized long currentTerm() {
        return state.term();
    }

    @Override
    public synchronized Log currentTerm(long term) {
        if (term > state.term()) {
            write(() -> state.vote(term, null));
        }
        return this;
    }

    @Override
    public synchronized Address votedFor() {
        return state.vote();
    }

    @Override
    public synchronized Log votedFor(Address member) {
        write(() -> state.vote(state.term(), member));
        return this;
    }

    @Override
    public long commitIndex() {
        return commitIndex;
    }

    @Override
    public Log commitIndex(long index) {
        synchronized (this) {
            if (index <= commitIndex) {
                return this;
            }
            commitIndex = index;
            if (System.nanoTime() - notedAt > NOTE_NANOS) {
                note();
            }
        }
        changed.run();
        return this;
    }

    /** Writes down how much is committed. */
    private void note() {
        notedAt = System.nanoTime();
        if (state.committed() < commitIndex) {
            write(() -> state.committed(commitIndex));
        }
    }

    @Override
    public long firstAppended() {
        long begin = first;
        return begin == 1 ? 0 : begin;
    }

    /** The first entry that can be read; there may be none yet. */
    long first() {
        return Math.max(1, first);
    }

    @Override
    public long lastAppended() {
        return last;
    }

    @Override
    public synchronized void setSnapshot(ByteBuffer next) {
        snapshot = new byte[next.remaining()];
        next.duplicate().get(snapshot);
    }

    @Override
    public synchronized ByteBuffer getSnapshot() {
        return snapshot.length == 0 ? null : ByteBuffer.wrap(snapshot);
    }

    @Override
    public synchronized long append(long index, LogEntries next) {
        write(() -> {
            if (index != entries.last() + 1) {
                throw new IOException("the entry " + index + " does not follow upon " + entries.last());
            }
            if (next.size() > 0) {
                entries.append(next);
                keepRecent(index, next);
                moved();
            }
        });
        return last;
    }

    private void keepRecent(long from, LogEntries appended) {
        long index = from;
        for (LogEntry entry : appended) {
            recent.set((int) (index & RECENT - 1), entry.length() <= LONGEST_RECENT ? new Recent(index, entry) : null);
            index++;
        }
    }

    private void forgetRecent() {
        for (int i = 0; i < RECENT; i++) {
            recent.set(i, null);
        }
    }

    @Override
    public LogEntry get(long index) {
        if (index <= 0) {
            return null;
        }
        try {
            return read(index);
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * An entry.
     *
     * @return null if it is not there
     * @throws IOException if it cannot be read, or is damaged
     */
    LogEntry read(long index) throws IOException {
        Recent kept = recent.get((int) (index & RECENT - 1));
        if (kept != null && kept.index == index) {
            return kept.entry;
        }
        synchronized (this) {
            return entries.read(index);
        }
    }

    @Override
    public synchronized void truncate(long indexExclusive) {
        long upTo = Math.min(Math.min(indexExclusive, mayForget), commitIndex);
        note();
        write(() -> {
            entries.forget(upTo);
            moved();
        });
    }

    @Override
    public void reinitializeTo(long index, LogEntry entry) {
        synchronized (this) {
            write(() -> {
                entries.begin(index, entry.term());
                forgetRecent();
                moved();
                commitIndex = index;
                state.committed(index);
            });
            currentTerm(entry.term());
        }
        changed.run();
    }

    @Override
    public synchronized void deleteAllEntriesStartingFrom(long index) {
        write(() -> {
            if (index <= commitIndex) {
                throw new IOException("the entry " + index + " was committed, and cannot be replaced");
            }
            forgetRecent();
            entries.cut(index);
            moved();
        });
    }

    @Override
    public synchronized void forEach(ObjLongConsumer<LogEntry> function, long from, long to) {
        long end = Math.min(to, last);
        for (long index = Math.max(from, first()); index <= end; index++) {
            function.accept(get(index), index);
        }
    }

    @Override
    public synchronized void forEach(ObjLongConsumer<LogEntry> function) {
        forEach(function, first(), last);
    }

    @Override
    public synchronized long sizeInBytes() {
        return entries.bytes();
    }

    @Override
    public synchronized void close() {
        try {
            if (failure == null && state.committed() < commitIndex) {
                state.committed(commitIndex);
            }
            state.close();
            entries.close();
        } catch (IOException e) {
            // Nothing that matters was to be written any more.
        }
    }
}
