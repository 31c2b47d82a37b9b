package io.quarkiverse.kvs.core.store;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The data: databases whose keys are spread over {@value #SEGMENTS} segments by their hash, each segment under a
 * lock of its own, so that event loops and application threads work side by side unless they want the same
 * segment.
 * <p>
 * A segment spans all databases: the same key is in the same segment in each of them. Sets of segments are the bits of a
 * {@code long}; several are always locked in ascending order, so threads do not wait for each other in a circle. Reading and
 * changing goes through a
 * {@link Keyspace}, which every thread (or connection) has for itself, with the locks of the keys in question held.
 */
public final class Store {

    public static final int SEGMENTS = Long.SIZE;
    static final int SEGMENT_BITS = Integer.numberOfTrailingZeros(SEGMENTS);
    private static final int SHIFT = Long.SIZE - SEGMENT_BITS;

    /** No segment: what a command locks that touches no key. */
    public static final long NONE = 0L;
    /** Every segment: the whole keyspace stands still. */
    public static final long ALL = -1L;

    /**
     * As often an event loop looks at a lock again before it does something else: some microseconds, longer than most commands.
     */
    static final int SPINS = 500;

    final Segment[] segments = new Segment[SEGMENTS];
    private final UsedMemory used = new UsedMemory();
    private final int databases;
    private final int selectable;
    private final AtomicLong tickets = new AtomicLong();
    private volatile long hitsBefore;
    private volatile long missesBefore;
    private volatile long expiredBefore;
    private volatile long evictedBefore;
    /** The classes of events that are wanted, as {@link EventClass#bit()}s. */
    private volatile int events;
    private volatile AccessFrequency frequency;
    /** By {@link AccessClock}; negative if it is not told. */
    private volatile int second = -1;
    private volatile ChangeSink log;
    private volatile boolean following;
    private volatile ChangeObserver observer;
    private volatile Consumer<Gate> lateServing = gate -> {
    };
    private volatile KeyspaceListener listener = (type, event, database, key) -> {
    };

    /** @param databases how many databases there are, numbered from 0 */
    public Store(int databases) {
        this(databases, 0);
    }

    /**
     * @param databases how many databases clients can select, numbered from 0
     * @param hidden how many there are behind them, for what has doors of its own: FLUSHALL leaves them alone, and eviction,
     *        too
     */
    public Store(int databases, int hidden) {
        if (databases < 1) {
            throw new IllegalArgumentException("there must be at least 1 database, not " + databases);
        }
        selectable = databases;
        this.databases = databases + hidden;
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment(this.databases, used);
        }
    }

    public static int segmentOf(long hash) {
        return (int) (hash >>> SHIFT);
    }

    /** How many databases there are, with those that are hidden. */
    public int databases() {
        return databases;
    }

    /** How many databases clients can select: those in front. */
    public int selectable() {
        return selectable;
    }

    /** Tells what time it is, some times a second: to say when a key was used last, this is exact enough. */
    public void tick(long now) {
        second = AccessClock.at(now);
    }

    /** {@link #tick} is not called any more. */
    public void tickNoMore() {
        second = -1;
    }

    /** Whether {@link #tick} is called. */
    public boolean isTicking() {
        return second >= 0;
    }

    /** What {@link #tick} told last, by {@link AccessClock}; negative if it is not called. */
    int second() {
        return second;
    }

    /** Waits for the locks of a set of segments. The caller holds no segment yet, or these among others. */
    void lock(long set) {
        for (long left = set; left != 0; left &= left - 1) {
            segments[Long.numberOfTrailingZeros(left)].lock.lock();
        }
    }

    /**
     * Takes the locks of a set of segments if no other thread keeps one of them for long. The caller may hold others if it does
     * not wait at all.
     *
     * @param spins how often to look again at a lock that another thread has
     * @return whether they were taken: all of them, or none
     */
    boolean tryLock(long set, int spins) {
        for (long left = set; left != 0; left &= left - 1) {
            if (!segments[Long.numberOfTrailingZeros(left)].lock.tryLock(spins)) {
                unlock(set & ~left);
                return false;
            }
        }
        return true;
    }

    /**
     * Whether another thread keeps the lock of any segment for longer than a few microseconds, so that who takes one after the
     * other would have to wait.
     */
    public boolean isKept() {
        for (Segment segment : segments) {
            if (segment.lock.isKept(SPINS)) {
                return true;
            }
        }
        return false;
    }

    /** Gives the locks back that {@link #lock(long)} took. */
    void unlock(long set) {
        for (long left = set; left != 0; left &= left - 1) {
            segments[Long.numberOfTrailingZeros(left)].lock.unlock();
        }
    }

    /** Sets who serves clients whose keys become ready where no command does so: an expired key is removed, for example. */
    public void lateServing(Consumer<Gate> by) {
        lateServing = by;
    }

    /** Takes the ready keys of a gate, which is closed. */
    void serveLater(Gate gate) {
        lateServing.accept(gate);
        gate.forgetReady();
    }

    /** Whether this store has another one's data, which says what is gone: what has expired reads as missing, but stays. */
    public boolean isFollowing() {
        return following;
    }

    /** Sets whether another store says what is gone. */
    public void following(boolean yes) {
        following = yes;
    }

    /** A client waits from now on. The caller holds the locks of its segments. */
    void await(Waiter waiter) {
        waiter.waiting = true;
        waiter.ticket = tickets.incrementAndGet();
        for (DatabaseKey key : waiter.keys()) {
            segmentOf(key).addWaiter(key, waiter);
        }
    }

    /**
     * A client waits no more. The caller holds the locks of its segments.
     *
     * @return whether it has been waiting
     */
    boolean release(Waiter waiter) {
        boolean waited = waiter.waiting;
        waiter.waiting = false;
        for (DatabaseKey key : waiter.keys()) {
            segmentOf(key).removeWaiter(key, waiter);
        }
        return waited;
    }

    /**
     * The client that has waited for a key longest, of those who came after another. The caller holds the lock of its segment.
     *
     * @param after null for the one who came first of all
     * @return null if there is none
     */
    Waiter nextWaiter(DatabaseKey key, Waiter after) {
        NavigableMap<Long, Waiter> waiting = segmentOf(key).waiters.get(key);
        Map.Entry<Long, Waiter> next = waiting == null ? null : waiting.higherEntry(after == null ? 0 : after.ticket);
        return next == null ? null : next.getValue();
    }

    private Segment segmentOf(DatabaseKey key) {
        return segments[segmentOf(key.key().hash())];
    }

    /** Sets who learns of which classes of events, as {@link EventClass#bit()}s; none at first. */
    public void notify(int classes, KeyspaceListener listener) {
        this.listener = listener;
        events = classes;
    }

    /**
     * The clock was turned for a test, perhaps back: the instants of segments begin anew. Locks one segment after the other.
     */
    public void clockTurned() {
        sum(segment -> {
            segment.instant = Long.MIN_VALUE;
            return 0;
        });
    }

    // Copies that clients keep

    /**
     * Sets who learns which keys are changed; null for none. Openings of the gate that have begun are not observed yet: so what
     * is to be observed is read behind an opening that begins later.
     */
    public void observe(ChangeObserver by) {
        observer = by;
    }

    ChangeObserver observer() {
        return observer;
    }

    // The log

    /**
     * Sets what takes the records of what is done; null for no log. Openings of the gate that have begun are not recorded yet.
     * Those who set one hold the gate of the whole keyspace, or are alone with it: numbers of records of an earlier log are
     * forgotten, as this one does not promise them.
     */
    public void log(ChangeSink sink) {
        if (sink != null) {
            for (Segment segment : segments) {
                segment.record = 0;
            }
        }
        log = sink;
    }

    ChangeSink log() {
        return log;
    }

    /** A record tells of what was done in some segments. The caller holds their locks. */
    void recorded(long set, long sequence) {
        for (long left = set; left != 0; left &= left - 1) {
            segments[Long.numberOfTrailingZeros(left)].record = sequence;
        }
    }

    /** The number of the last record of some segments. The caller holds their locks. */
    long lastRecord(long set) {
        long last = 0;
        for (long left = set; left != 0; left &= left - 1) {
            last = Math.max(last, segments[Long.numberOfTrailingZeros(left)].record);
        }
        return last;
    }

    // Memory

    /** The bytes that the data takes on the heap, with the tables it is in. Needs no lock. */
    public long memory() {
        long memory = 0;
        for (Segment segment : segments) {
            memory += segment.memory();
        }
        return memory;
    }

    /** The bytes that tables take, without the entries in them. Locks one segment after the other. */
    public long tableMemory() {
        return sum(segment -> {
            long memory = 0;
            for (EntryTable table : segment.tables) {
                memory += table == null ? 0 : table.slotMemory();
            }
            return memory;
        });
    }

    /** Whether the data takes more than so many bytes. Costs hardly anything as long as it is far from that. */
    public boolean takesMoreThan(long bytes) {
        return used.reported() > bytes - UsedMemory.SLACK && memory() > bytes;
    }

    /** Sets whether entries note how often they are used; null if they note when that was. */
    public void frequency(AccessFrequency wanted) {
        frequency = wanted;
    }

    AccessFrequency frequency() {
        return frequency;
    }

    boolean wants(EventClass type) {
        return (events & type.bit()) != 0;
    }

    KeyspaceListener listener() {
        return listener;
    }

    /** How many lookups by reading commands found their key, since {@link #resetStatistics()}. */
    public long hits() {
        return totalHits() - hitsBefore;
    }

    /** How many lookups by reading commands found their key, at all. */
    public long totalHits() {
        return sum(segment -> segment.hits);
    }

    /** How many lookups by reading commands found no key, since {@link #resetStatistics()}. */
    public long misses() {
        return totalMisses() - missesBefore;
    }

    /** How many lookups by reading commands found no key, at all. */
    public long totalMisses() {
        return sum(segment -> segment.misses);
    }

    /** How many keys were removed because their time to live had run out, since {@link #resetStatistics()}. */
    public long expired() {
        return totalExpired() - expiredBefore;
    }

    /** How many keys were removed because their time to live had run out, at all. */
    public long totalExpired() {
        return sum(segment -> segment.expired);
    }

    /** How many keys were removed because there was no more memory, since {@link #resetStatistics()}. */
    public long evicted() {
        return totalEvicted() - evictedBefore;
    }

    /** How many keys were removed because there was no more memory, at all. */
    public long totalEvicted() {
        return sum(segment -> segment.evicted);
    }

    /** How many changes there were. */
    public long changes() {
        return sum(segment -> segment.changes);
    }

    /** Lets what is counted start again from zero, except for the totals. */
    public void resetStatistics() {
        hitsBefore = totalHits();
        missesBefore = totalMisses();
        expiredBefore = totalExpired();
        evictedBefore = totalEvicted();
    }

    /** Adds up something of all segments, locking one after the other. */
    long sum(ToLongFunction<Segment> what) {
        long sum = 0;
        for (Segment segment : segments) {
            segment.lock.lock();
            try {
                sum += what.applyAsLong(segment);
            } finally {
                segment.lock.unlock();
            }
        }
        return sum;
    }
}
