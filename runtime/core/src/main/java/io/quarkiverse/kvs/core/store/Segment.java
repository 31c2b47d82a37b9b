package io.quarkiverse.kvs.core.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.quarkiverse.kvs.core.store.Watch.Watched;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * A share of the keys of every database, with the lock that guards it. All fields but the lock are read and written under
 * it; what memory it takes, and whether keys expire, any thread may ask.
 */
final class Segment {

    private static final VarHandle MEMORY = memoryHandle();
    private static final VarHandle TABLES = MethodHandles.arrayElementVarHandle(EntryTable[].class);

    final SegmentLock lock = new SegmentLock();
    /** One a database, each created with its first key. */
    final EntryTable[] tables;
    /** Who wants to know when a key is changed. */
    final Map<DatabaseKey, List<Watched>> watches = new HashMap<>();
    /** Who waits for a key to hold something, by their tickets. */
    final Map<DatabaseKey, NavigableMap<Long, Waiter>> waiters = new HashMap<>();

    /** The last instant at which it was looked at or changed, in milliseconds since 1970. */
    long instant = Long.MIN_VALUE;
    /** What it held at the instant of a cut that has not visited it yet; null mostly. */
    Frozen frozen;
    /** The number of the last record in the log that concerns it; 0 if there is none. */
    long record;

    long hits;
    long misses;
    long expired;
    long evicted;
    /** Changes since the server started. */
    long changes;

    /** The bytes that all tables take, with their entries. */
    private long memory;
    private long unreported;
    private final UsedMemory used;

    /** @param used where to report what memory it takes */
    Segment(int databases, UsedMemory used) {
        tables = new EntryTable[databases];
        this.used = used;
    }

    /** Something is about to change here. */
    void beforeChange() {
        if (frozen != null) {
            frozen.take(tables);
        }
    }

    /** A value has come that no other entry has. */
    void own(Value value) {
        if (frozen != null) {
            frozen.addOwn(value);
        }
    }

    /** A value that no other entry has is not used any more. */
    void disown(Value value) {
        if (frozen != null) {
            frozen.removeOwn(value);
        }
    }

    /** Whether a value must not be changed in place, because a cut still needs it as it is. */
    boolean isNeeded(Value value) {
        return frozen != null && !frozen.isOwn(value);
    }

    EntryTable tableForWriting(int database) {
        EntryTable table = tables[database];
        if (table == null) {
            table = new EntryTable();
            tables[database] = table;
            account(table.memory());
        }
        return table;
    }

    /**
     * Whether a database has keys, or fields of hashes, here that expire. Needs no lock; what was stored a moment ago may not
     * be seen yet.
     */
    boolean seemsToExpire(int database) {
        EntryTable table = (EntryTable) TABLES.getOpaque(tables, database);
        return table != null && table.hasExpiring();
    }

    /** Notes that the tables take so many bytes more, or less. */
    void account(long change) {
        if (change != 0) {
            MEMORY.setOpaque(this, memory + change);
            unreported += change;
            if (Math.abs(unreported) > UsedMemory.UNREPORTED) {
                used.report(unreported);
                unreported = 0;
            }
        }
    }

    /** The bytes that all tables take, with their entries. Needs no lock. */
    long memory() {
        return (long) MEMORY.getOpaque(this);
    }

    private static VarHandle memoryHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Segment.class, "memory", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void addWatch(Watched watched) {
        watches.computeIfAbsent(watched.key, k -> new ArrayList<>(1)).add(watched);
    }

    void removeWatch(Watched watched) {
        List<Watched> watching = watches.get(watched.key);
        if (watching != null && watching.remove(watched) && watching.isEmpty()) {
            watches.remove(watched.key);
        }
    }

    void addWaiter(DatabaseKey key, Waiter waiter) {
        waiters.computeIfAbsent(key, k -> new TreeMap<>()).put(waiter.ticket, waiter);
    }

    void removeWaiter(DatabaseKey key, Waiter waiter) {
        NavigableMap<Long, Waiter> waiting = waiters.get(key);
        if (waiting != null && waiting.remove(waiter.ticket) != null && waiting.isEmpty()) {
            waiters.remove(key);
        }
    }
}
