package io.quarkiverse.kvs.core.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.store.Watch.Watched;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The keys and values of one database, as one thread sees them at one instant: the only way to read and change data.
 * <p>
 * Keys whose time to live has run out at that instant do not exist for any method here. Views that a method
 * returns show something else after the next call. Every change is followed by {@link #changed}, which is where
 * transactions that watch the key and subscribers to keyspace events learn of it.
 * <p>
 * Threads: an instance belongs to one thread at a time. Unless a method says otherwise, the caller holds the lock of the
 * segment of each key it names ({@link Store#lock(long)}).
 */
public final class Keyspace {

    /** The expiry time of what does not expire. */
    public static final long NEVER = Entry.NEVER;
    /** In the place of an expiry time: the key does not exist. */
    public static final long MISSING = -2;
    /** In the place of the instant of a view: the one at which something first depends on it. */
    public static final long LATER = Long.MIN_VALUE;

    private final Store store;
    private final RandomGenerator random;
    /** Milliseconds since 1970; null if every instant is told. */
    private final LongSupplier clock;
    private final Bytes value = new Bytes();
    private int database;
    private long now;
    private int access;
    /** Whether lookups count as hits and misses. */
    private boolean counting;
    /** Whether lookups leave no trace in the entry. */
    private boolean noTouch;

    /** The table that the last {@link #find} looked in. */
    private EntryTable table;
    /** The slot where {@link #getString} found its string. */
    private int found;
    /** The keys that have come to hold what somebody waits for. */
    private final Queue<DatabaseKey> ready;
    /** What may be changed in place until {@link #close}. */
    private final OpenValues open;
    /** The entry whose use has been noted last: one command counts as one use. */
    private Object used;

    public Keyspace(Store store) {
        this(store, new SplittableRandom());
    }

    /** @param random which uses of a key count, where they are counted by their logarithm */
    public Keyspace(Store store, RandomGenerator random) {
        this(store, random, null);
    }

    /**
     * @param random which uses of a key count, where they are counted by their logarithm
     * @param clock milliseconds since 1970, for {@link #LATER}
     */
    public Keyspace(Store store, RandomGenerator random, LongSupplier clock) {
        this(store, random, clock, new ArrayDeque<>(), new OpenValues());
    }

    private Keyspace(Store store, RandomGenerator random, LongSupplier clock, Queue<DatabaseKey> ready, OpenValues open) {
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.ready = ready;
        this.open = open;
    }

    /** A view of another database, at the same instant. */
    public Keyspace database(int number) {
        Keyspace other = new Keyspace(store, random, clock, ready, open);
        other.database = number;
        other.at(now());
        return other;
    }

    /** The same view, for another thread. */
    public Keyspace copy() {
        Keyspace other = new Keyspace(store);
        other.database = database;
        other.at(now());
        return other;
    }

    /** The keys that have come to hold what somebody waits for, in this order; to be emptied by whoever sees to that. */
    public Queue<DatabaseKey> ready() {
        return ready;
    }

    public int database() {
        return database;
    }

    public int databases() {
        return store.databases();
    }

    /** Turns this view to another database. */
    public void select(int number) {
        database = number;
    }

    /**
     * Moves this view to an instant.
     *
     * @param instant milliseconds since 1970, or {@link #LATER}: when a key was used last is then known to a tenth of a second
     */
    public void at(long instant) {
        if (instant == LATER) {
            int second = store.second();
            if (second >= 0) {
                now = LATER;
                access = second;
            } else {
                at(clock.getAsLong());
            }
        } else if (instant != now) {
            now = instant;
            access = AccessClock.at(instant);
        }
    }

    /** The instant of this view, in milliseconds since 1970. */
    public long now() {
        if (now == LATER) {
            at(clock.getAsLong());
        }
        return now;
    }

    /** Whether lookups count as hits and misses: those of reading commands do. */
    public void counting(boolean yes) {
        counting = yes;
    }

    /** The uses that follow are those of another command. */
    public void begin() {
        if (used != null) {
            used = null;
        }
    }

    /**
     * Ends the changes in place of values that this view, or one of another database made from it, has handed out: accounts
     * what memory they take now. To be called after every command, before the locks of its keys are given back.
     */
    public void close() {
        if (!open.isEmpty()) {
            open.close();
        }
    }

    /** Whether lookups leave the time of last use as it is, as CLIENT NO-TOUCH has it. */
    public void noTouch(boolean yes) {
        noTouch = yes;
    }

    /**
     * Whatever lies in the place where a key's entry mostly is, to bring it near. Needs no lock: what it returns may be another
     * key's, or outdated.
     */
    public Object entryNear(Key key) {
        EntryTable holding = segment(key).tables[database];
        return holding == null ? null : holding.elementAtHome(key.hash());
    }

    // Any value

    public boolean exists(Key key) {
        return peek(key) >= 0;
    }

    /** What a key holds, or null. */
    public ValueType type(Key key) {
        int slot = peek(key);
        return slot < 0 ? null : Entry.type(table.elementAt(slot));
    }

    /** Redis's name for the way a key's value is stored, or null. */
    public String encoding(Key key) {
        int slot = peek(key);
        if (slot < 0) {
            return null;
        }
        Object entry = table.elementAt(slot);
        return Entry.type(entry) == ValueType.STRING
                ? Entry.stringEncoding(entry).nameOf(Entry.showString(entry, value))
                : ((Entry) entry).value.encoding();
    }

    /** The whole seconds since a key was last used, or -1. */
    public long idleSeconds(Key key) {
        int slot = peek(key);
        return slot < 0 ? -1 : idleSeconds(table.elementAt(slot));
    }

    long idleSeconds(Object entry) {
        return AccessClock.secondsBetween(Entry.access(entry), AccessClock.at(now()));
    }

    /** Lets a key seem to be unused for so many seconds. */
    public void idleSeconds(Key key, long seconds) {
        int slot = peek(key);
        if (slot >= 0) {
            Entry.access(table.elementAt(slot), AccessClock.before(AccessClock.at(now()), seconds));
        }
    }

    /** How often a key is used, from 0 to 255, or -1 if it does not exist. Only where {@link #countsUses()}. */
    public int frequency(Key key) {
        int slot = peek(key);
        return slot < 0 ? -1 : frequency(table.elementAt(slot));
    }

    int frequency(Object entry) {
        AccessFrequency counting = store.frequency();
        return counting == null ? 0 : counting.counter(Entry.access(entry), now());
    }

    /** Lets a key seem to be used so often. Only where {@link #countsUses()}. */
    public void frequency(Key key, int counter) {
        int slot = peek(key);
        AccessFrequency counting = store.frequency();
        if (slot >= 0 && counting != null) {
            Entry.access(table.elementAt(slot), counting.noting(counter, now()));
        }
    }

    /** Whether entries note how often they are used, and not when that was. */
    public boolean countsUses() {
        return store.frequency() != null;
    }

    /** The value of a key, to be read only, or null. */
    public Value value(Key key) {
        int slot = find(key);
        return slot < 0 ? null : Entry.value(table.elementAt(slot));
    }

    /**
     * The collection that a key holds, to be read only; or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public <V extends Value> V value(Key key, Class<V> type) {
        int slot = find(key);
        return slot < 0 ? null : collection(slot, type);
    }

    /** The bytes a key and its value take on the heap, estimated, or -1. */
    public long memory(Key key) {
        int slot = peek(key);
        return slot < 0 ? -1 : Entry.memory(table.elementAt(slot));
    }

    /** Notes that a key has been used. */
    public boolean touch(Key key) {
        return find(key) >= 0;
    }

    /** When a key expires, in milliseconds since 1970: or {@link #NEVER}, or {@link #MISSING}. */
    public long expireAt(Key key) {
        int slot = peek(key);
        return slot < 0 ? MISSING : Entry.expireAt(table.elementAt(slot));
    }

    /**
     * Sets when a key expires, or that it does not.
     *
     * @param at milliseconds since 1970, or {@link #NEVER}
     * @return whether the key exists
     */
    public boolean expireAt(Key key, long at) {
        int slot = find(key);
        if (slot < 0) {
            return false;
        }
        replaceAt(key, slot, Entry.withExpiry(table.elementAt(slot), at), at != NEVER);
        return true;
    }

    /** @return whether there was something to delete */
    public boolean delete(Key key) {
        int slot = find(key);
        if (slot < 0) {
            return false;
        }
        removeAt(segment(key), slot);
        return true;
    }

    /**
     * Removes a key because there is no more memory. Takes the lock itself.
     *
     * @param onlyExpiring whether it is to be spared if it has no expiry time
     * @return whether it was removed
     */
    boolean evict(Key key, boolean onlyExpiring) {
        Segment segment = segment(key);
        segment.lock.lock();
        try {
            int slot = peek(key);
            if (slot < 0 || onlyExpiring && !table.expiresAt(slot)) {
                return false;
            }
            removeAt(segment, slot);
            segment.evicted++;
            changed(key, EventClass.EVICTED, "evicted");
            return true;
        } finally {
            segment.lock.unlock();
        }
    }

    /**
     * Gives a value another key, together with its time to live. What the other key held is gone.
     *
     * @return whether there was a value
     */
    public boolean rename(Key from, Key to) {
        int slot = find(from);
        if (slot < 0) {
            return false;
        }
        Object entry = table.elementAt(slot);
        removeAt(segment(from), slot);
        long expireAt = Entry.expireAt(entry);
        put(to, Entry.withKey(entry, to, expireAt), expireAt != NEVER);
        return true;
    }

    /**
     * Moves a key to another database.
     *
     * @return whether it was moved: it exists here and not there
     */
    public boolean move(Key key, Keyspace target) {
        if (target.find(key) >= 0) {
            return false;
        }
        int slot = find(key);
        if (slot < 0) {
            return false;
        }
        Object entry = table.elementAt(slot);
        removeAt(segment(key), slot);
        target.put(key, entry, Entry.expireAt(entry) != NEVER);
        return true;
    }

    /**
     * Copies a value to another key or database, together with its time to live. What the other key held is gone.
     *
     * @return whether there was a value
     */
    public boolean copy(Key from, Key to, Keyspace target) {
        int slot = find(from);
        if (slot < 0) {
            return false;
        }
        long expireAt = Entry.expireAt(table.elementAt(slot));
        target.put(to, Entry.copy(table.elementAt(slot), to, expireAt, target.firstAccess()), expireAt != NEVER);
        return true;
    }

    /**
     * Notes that a key was changed: whoever watches it is told, and an event sent.
     *
     * @param event as Redis calls it, such as {@code set}
     */
    public void changed(Key key, EventClass type, String event) {
        changed(key);
        notify(key, type, event);
    }

    /** Notes a change of which no event tells. */
    public void changed(Key key) {
        Segment segment = segment(key);
        segment.changes++;
        if (!segment.watches.isEmpty()) {
            touchWatches(segment, key);
        }
    }

    /** Sends an event without a change of the key it is about. */
    public void notify(Key key, EventClass type, String event) {
        if (store.wants(type)) {
            store.listener().onEvent(type, event, database, key);
        }
    }

    // Strings

    /**
     * The value of a string, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds no string
     */
    public Bytes getString(Key key) {
        int slot = find(key);
        found = slot;
        return slot < 0 ? null : Entry.showString(string(slot), value);
    }

    /** Gives the string that {@link #getString} has just found another value. It keeps its time to live. */
    public void replaceString(Key key, Bytes value) {
        replaceString(found, key, value, StringEncoding.AUTO, Entry.expireAt(table.elementAt(found)));
    }

    /** The value of a string, or null where the key does not exist or holds something else. */
    public Bytes stringOrNull(Key key) {
        int slot = find(key);
        Object entry = slot < 0 ? null : table.elementAt(slot);
        return entry == null || Entry.type(entry) != ValueType.STRING ? null : Entry.showString(entry, value);
    }

    /**
     * Sets a string, whatever the key held before.
     *
     * @param expireAt when it expires, in milliseconds since 1970, or {@link #NEVER}
     */
    public void setString(Key key, Bytes value, StringEncoding encoding, long expireAt) {
        int slot = find(key);
        if (slot < 0) {
            add(key, Entry.ofString(key, value, encoding, expireAt, firstAccess()), expireAt != NEVER);
            return;
        }
        replaceString(slot, key, value, encoding, expireAt);
    }

    private void replaceString(int slot, Key key, Bytes value, StringEncoding encoding, long expireAt) {
        Object entry = table.elementAt(slot);
        int noted = nextAccess(entry);
        if (Entry.overwrite(entry, key, value, encoding, expireAt, noted)) {
            // Where it was, it takes what it took.
            table.replaceAt(slot, entry, expireAt != NEVER);
        } else {
            replaceAt(key, slot, Entry.ofString(key, value, encoding, expireAt, noted), expireAt != NEVER);
        }
    }

    /** Sets a string for ever. */
    public void setString(Key key, Bytes value) {
        setString(key, value, StringEncoding.AUTO, NEVER);
    }

    /**
     * A string that is to be changed in place.
     *
     * @param create whether to create an empty one where the key does not exist; the caller is to make it longer at once
     * @return the string, or null where the key does not exist
     * @throws WrongTypeException if it holds no string
     */
    public StringValue editString(Key key, boolean create) {
        int slot = find(key);
        if (slot < 0) {
            if (!create) {
                return null;
            }
            return created(key, new StringValue(new byte[0], StringEncoding.RAW));
        }
        Object entry = string(slot);
        if (entry instanceof byte[]) {
            long expireAt = Entry.expireAt(entry);
            StringValue string = new StringValue(Entry.showString(entry, value).copy(), Entry.stringEncoding(entry));
            Entry editable = new Entry(key.copy(), string, expireAt, Entry.access(entry));
            replaceAt(key, slot, editable, expireAt != NEVER);
            if (used == entry) {
                used = editable;
            }
            return opened(key, string);
        }
        return opened(key, (StringValue) ((Entry) entry).value);
    }

    private Object string(int slot) {
        Object entry = table.elementAt(slot);
        if (Entry.type(entry) != ValueType.STRING) {
            throw WrongTypeException.INSTANCE;
        }
        return entry;
    }

    // Collections

    /**
     * The collection that a key holds, which changes in place; or null where the key does not exist. It may be changed until
     * {@link #close}; but not by a reading command, whose lookups count as hits and misses.
     *
     * @throws WrongTypeException if it holds something else
     */
    public <V extends Value> V get(Key key, Class<V> type) {
        int slot = find(key);
        if (slot < 0) {
            return null;
        }
        V collection = collection(slot, type);
        return counting ? collection : opened(key, collection);
    }

    /**
     * The collection that a key holds, or a new one that it holds from now on; the caller is to put something into it at once.
     *
     * @throws WrongTypeException if it holds something else
     */
    public <V extends Value> V getOrCreate(Key key, Class<V> type, Supplier<V> empty) {
        int slot = find(key);
        return slot >= 0 ? opened(key, collection(slot, type)) : created(key, empty.get());
    }

    /**
     * Sets what a key holds, whatever it held before.
     *
     * @param expireAt when it expires, in milliseconds since 1970, or {@link #NEVER}
     */
    public void put(Key key, Value value, long expireAt) {
        int slot = peek(key);
        if (slot < 0) {
            add(key, Entry.of(key, value, expireAt, firstAccess()), expireAt != NEVER);
        } else {
            Object old = table.elementAt(slot);
            use(old);
            replaceAt(key, slot, Entry.of(key, value, expireAt, nextAccess(old)), expireAt != NEVER);
        }
    }

    private <V extends Value> V created(Key key, V value) {
        Entry entry = new Entry(key.copy(), value, NEVER, firstAccess());
        add(key, entry, false);
        open.addCreated(segment(key), table, entry);
        return value;
    }

    /**
     * Lets a value be changed in place that the last call has handed out for reading.
     *
     * @return the same value
     */
    public <V extends Value> V opened(Key key, V value) {
        open.add(segment(key), table, value);
        return value;
    }

    private <V extends Value> V collection(int slot, Class<V> type) {
        if (table.elementAt(slot) instanceof Entry entry && type.isInstance(entry.value)) {
            return type.cast(entry.value);
        }
        throw WrongTypeException.INSTANCE;
    }

    // The whole database

    /** Empties the database. The caller holds {@link Store#ALL}. */
    public void clear() {
        for (Segment segment : store.segments) {
            EntryTable cleared = segment.tables[database];
            segment.tables[database] = null;
            if (cleared != null) {
                segment.changes += cleared.size();
                segment.account(-cleared.memory());
            }
            touchWatches(segment, cleared, null);
        }
    }

    /** Gives two databases each other's keys. The caller holds {@link Store#ALL}. */
    public void swap(int first, int second) {
        for (Segment segment : store.segments) {
            EntryTable table = segment.tables[first];
            segment.tables[first] = segment.tables[second];
            segment.tables[second] = table;
            database(first).touchWatches(segment, table, segment.tables[first]);
            database(second).touchWatches(segment, segment.tables[first], table);
            for (DatabaseKey awaited : segment.waiters.keySet()) {
                EntryTable holding = segment.tables[awaited.database()];
                if ((awaited.database() == first || awaited.database() == second) && holds(holding, awaited.key())) {
                    ready.add(awaited);
                }
            }
        }
    }

    /** All keys of the database, one after the other. */
    public KeyspaceWalk walk() {
        return new KeyspaceWalk(store, copy());
    }

    // Watching

    /** Starts to watch a key for changes. */
    public void watch(Key key, Watch watch) {
        DatabaseKey watched = new DatabaseKey(database, key.latin1());
        for (Watched known : watch.keys) {
            if (known.key.equals(watched)) {
                return;
            }
        }
        Watched added = new Watched(watch, watched, key.segment(), isStale(segment(key).tables[database], key));
        watch.keys.add(added);
        segment(key).addWatch(added);
    }

    /** Ends all watching. Locks one segment at a time. */
    public void unwatch(Watch watch) {
        for (Watched watched : watch.keys) {
            store.lock(watched.segment);
            try {
                store.segments[Long.numberOfTrailingZeros(watched.segment)].removeWatch(watched);
            } finally {
                store.unlock(watched.segment);
            }
        }
        watch.keys.clear();
        watch.reset();
    }

    /** Whether a watched key has been changed, or has expired, since. The caller holds {@link Watch#segments()}. */
    public boolean isChanged(Watch watch) {
        if (watch.isTouched()) {
            return true;
        }
        for (Watched watched : watch.keys) {
            Key key = watched.key.key();
            if (!watched.expired && isStale(segment(key).tables[watched.key.database()], key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a table holds a key whose time to live has run out. */
    private boolean isStale(EntryTable holding, Key key) {
        int slot = holding == null ? -1 : holding.find(key);
        return slot >= 0 && Entry.expired(holding.elementAt(slot), now());
    }

    private static boolean holds(EntryTable holding, Key key) {
        return holding != null && holding.find(key) >= 0;
    }

    private void touchWatches(Segment segment, Key key) {
        List<Watched> watching = segment.watches.get(new DatabaseKey(database, key.latin1()));
        if (watching == null) {
            return;
        }
        boolean gone = !holds(segment.tables[database], key);
        for (Watched watched : watching) {
            if (watched.expired && gone) {
                watched.expired = false;
            } else {
                watched.watch.touch();
            }
        }
    }

    /** Tells those who watch keys of this database that are in one of two tables, the second in the place of the first. */
    private void touchWatches(Segment segment, EntryTable before, EntryTable after) {
        segment.watches.forEach((watchedKey, watching) -> {
            Key key = watchedKey.key();
            if (watchedKey.database() == database && (holds(before, key) || holds(after, key))) {
                watching.forEach(watched -> replaced(watched, key, before, after));
            }
        });
    }

    private void replaced(Watched watched, Key key, EntryTable before, EntryTable after) {
        // What has expired is as good as nothing: one in the place of the other is no change.
        if (watched.expired && !holds(after, key)) {
            watched.expired = false;
        } else if (!watched.expired && !holds(before, key) && isStale(after, key)) {
            watched.expired = true;
        } else if (!watched.expired || !isStale(after, key)) {
            watched.watch.touch();
        }
    }

    // Entries

    /** The slot of a living entry in {@link #table}, or -1; counts as a use of it. */
    private int find(Key key) {
        int slot = peek(key);
        if (slot >= 0) {
            use(table.elementAt(slot));
        }
        return slot;
    }

    /** Notes that an entry is used. */
    private void use(Object entry) {
        if (noTouch) {
            return;
        }
        AccessFrequency frequency = store.frequency();
        if (frequency == null) {
            Entry.access(entry, access);
        } else if (entry != used) {
            used = entry;
            Entry.access(entry, frequency.used(Entry.access(entry), now(), random));
        }
    }

    /** What a new entry notes about its use. */
    private int firstAccess() {
        AccessFrequency frequency = store.frequency();
        return frequency == null ? access : frequency.initial(now());
    }

    /** What an entry notes about its use that takes the place of another one. */
    private int nextAccess(Object old) {
        return store.frequency() == null ? access : Entry.access(old);
    }

    /** The slot of a living entry in {@link #table}, or -1; an entry found dead is removed. */
    private int peek(Key key) {
        Segment segment = segment(key);
        table = segment.tables[database];
        int slot = table == null ? -1 : table.find(key);
        if (slot >= 0 && table.expiresAt(slot) && Entry.expired(table.elementAt(slot), now())) {
            expire(segment, slot, key);
            slot = -1;
        }
        if (counting) {
            if (slot >= 0) {
                segment.hits++;
            } else {
                segment.misses++;
                notify(key, EventClass.KEY_MISS, "keymiss");
            }
        }
        return slot;
    }

    private void expire(Segment segment, int slot, Key key) {
        removeAt(segment, slot);
        segment.expired++;
        changed(key, EventClass.EXPIRED, "expired");
    }

    /** Removes an entry that may have expired, if it has. Takes the lock itself. */
    void expireIfDue(Key key) {
        Segment segment = segment(key);
        segment.lock.lock();
        try {
            peek(key);
        } finally {
            segment.lock.unlock();
        }
    }

    /** Gives a key an entry that is new to it, in the place of the one it may have. */
    private void put(Key key, Object entry, boolean expires) {
        int slot = peek(key);
        if (slot >= 0) {
            removeAt(segment(key), slot);
        }
        add(key, entry, expires);
    }

    private void removeAt(Segment segment, int slot) {
        leave(slot);
        segment.account(table.removeEntry(slot));
    }

    private void replaceAt(Key key, int slot, Object entry, boolean expires) {
        if (table.elementAt(slot) != entry) {
            leave(slot);
        }
        segment(key).account(table.replaceEntry(slot, entry, expires));
    }

    /** Whatever is changed in place at a slot from now on does not belong to it any more. */
    private void leave(int slot) {
        if (!open.isEmpty() && table.elementAt(slot) instanceof Entry entry) {
            open.leave(entry.value);
        }
    }

    private void add(Key key, Object entry, boolean expires) {
        Segment segment = segment(key);
        table = segment.tableForWriting(database);
        segment.account(table.addEntry(key.hash(), entry, expires));
        if (!segment.waiters.isEmpty()) {
            DatabaseKey added = new DatabaseKey(database, key.latin1());
            if (segment.waiters.containsKey(added)) {
                ready.add(added);
            }
        }
        notify(key, EventClass.NEW, "new");
    }

    private Segment segment(Key key) {
        return store.segments[Store.segmentOf(key.hash())];
    }
}
