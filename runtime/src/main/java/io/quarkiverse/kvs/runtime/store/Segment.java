package io.quarkiverse.kvs.runtime.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.quarkiverse.kvs.runtime.store.Watch.Watched;

/**
 * A share of the keys of every database, with the lock that guards it. All fields but the lock are read and written under it.
 */
final class Segment {

    final SegmentLock lock = new SegmentLock();
    /** One a database, each created with its first key. */
    final EntryTable[] tables;
    /** Who wants to know when a key is changed. */
    final Map<DatabaseKey, List<Watched>> watches = new HashMap<>();
    /** Who waits for a key to hold something, by their tickets. */
    final Map<DatabaseKey, NavigableMap<Long, Waiter>> waiters = new HashMap<>();

    long hits;
    long misses;
    long expired;
    /** Changes since the server started. */
    long changes;

    Segment(int databases) {
        tables = new EntryTable[databases];
    }

    EntryTable tableForWriting(int database) {
        EntryTable table = tables[database];
        return table != null ? table : (tables[database] = new EntryTable());
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
