package io.quarkiverse.kvs.core.store;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The keys and values of one database, as one thread sees them while its {@link Gate} is open: to be read ({@link #read}) or
 * edited ({@link #edit}).
 * <p>
 * Keys whose time to live has run out at that instant do not exist for any method here. Views that a method returns show
 * something else after the next call. Unless a method says otherwise, the gate is open for the segment of each key that it is
 * given.
 */
public final class Keyspace {

    /** The expiry time of what does not expire. */
    public static final long NEVER = Entry.NEVER;
    /** In the place of an expiry time: the key does not exist. */
    public static final long MISSING = -2;

    final Gate gate;
    final Store store;
    private final int database;
    private final Reader reader = new Reader(this);
    private final Editor editor = new Editor(this);
    final Bytes value = new Bytes();
    /** The table that the last {@link #peek} looked in. */
    EntryTable table;

    Keyspace(Gate gate, int database) {
        this.gate = gate;
        this.store = gate.store;
        this.database = database;
    }

    /** The number of the database. */
    public int database() {
        return database;
    }

    /** What can be read, and counts as read. */
    public Reader read() {
        return reader;
    }

    /** What can be edited. */
    public Editor edit() {
        return editor;
    }

    /** When and how often keys are used. */
    public Usage usage() {
        return new Usage(this);
    }

    /** Who watches keys. */
    public Watches watches() {
        return new Watches(this);
    }

    /** All keys of the database, one after the other, on any thread: they are locked as it goes. */
    public KeyspaceWalk walk() {
        return new KeyspaceWalk(store, database, gate.now());
    }

    /** Sends an event without a change of the key it is about. */
    public void notify(Key key, EventClass type, String event) {
        if (store.wants(type) && database < store.selectable()) {
            store.listener().onEvent(type, event, database, key);
        }
    }

    /** The instant at which it is read and edited, in milliseconds since 1970. */
    public long now() {
        return gate.now();
    }

    /** The value of a key, of any type, or null, to be read only; nothing counts as a use of it. */
    public Value valueUnnoticed(Key key) {
        int slot = peek(key);
        return slot < 0 ? null : Entry.value(table.elementAt(slot));
    }

    /** Redis's name for the way a key's value is stored, or null; nothing counts as a use of it. */
    public String encodingUnnoticed(Key key) {
        int slot = peek(key);
        if (slot < 0) {
            return null;
        }
        Object entry = table.elementAt(slot);
        return Entry.type(entry) == ValueType.STRING ? Entry.stringEncoding(entry).nameOf(Entry.showString(entry, value))
                : Entry.value(entry).encoding();
    }

    // Looking up

    /** The slot of a living entry in {@link #table}, or -1; counts as a use of it. */
    int find(Key key) {
        int slot = peek(key);
        if (slot >= 0) {
            gate.use(table.elementAt(slot));
        }
        return slot;
    }

    /** The slot of a living entry in {@link #table}, or -1; an entry found dead is removed. */
    int peek(Key key) {
        Segment segment = segment(key);
        table = segment.tables[database];
        int slot = table == null ? -1 : table.find(key);
        return slot >= 0 && table.expiresAt(slot) ? peekExpiring(segment, slot, key) : slot;
    }

    private int peekExpiring(Segment segment, int slot, Key key) {
        Object entry = table.elementAt(slot);
        boolean following = gate.store.isFollowing();
        if (gate.isExpired(entry)) {
            if (!following) {
                expire(segment, slot, key);
            }
            return -1;
        }
        return !following && gate.hasExpiredFields(entry) ? expireFields(segment, slot, key) : slot;
    }

    /** Removes the fields of a hash whose time has come, and the hash if it has no others; returns its slot, or -1. */
    private int expireFields(Segment segment, int slot, Key key) {
        Entry entry = (Entry) table.elementAt(slot);
        if (gate.editOf(entry.value) != null) {
            // What is being edited was looked at when that began, at the same instant.
            return slot;
        }
        if (segment.isNeeded(entry.value)) {
            Entry copy = new Entry(entry.key, entry.value.copy(), entry.expireAt, entry.access);
            segment.own(copy.value);
            replaceAt(segment, slot, copy, entry.expireAt != NEVER);
            gate.replacedUsed(entry, copy);
            entry = copy;
        }
        HashValue hash = (HashValue) entry.value;
        long memory = hash.memory();
        List<byte[]> expired = new ArrayList<>();
        hash.removeExpired(gate.now(), expired::add);
        table.valueGrew(hash.memory() - memory);
        segment.account(hash.memory() - memory);
        if (expired.isEmpty()) {
            return slot;
        }
        boolean empty = hash.isEmpty();
        if (empty) {
            removeAt(segment, slot);
        } else if (!hash.hasExpiringFields()) {
            table.markFields(slot);
        }
        segment.changes++;
        touchWatches(segment, key);
        gate.gone(database, key, expired);
        notify(key, EventClass.HASH, "hexpired");
        if (empty) {
            notify(key, EventClass.GENERIC, "del");
        }
        return empty ? -1 : slot;
    }

    private void expire(Segment segment, int slot, Key key) {
        removeAt(segment, slot);
        segment.expired++;
        segment.changes++;
        touchWatches(segment, key);
        gate.gone(database, key);
        notify(key, EventClass.EXPIRED, "expired");
    }

    /** Removes an entry because there is no more memory. */
    void evict(Segment segment, int slot, Key key) {
        removeAt(segment, slot);
        segment.evicted++;
        segment.changes++;
        touchWatches(segment, key);
        gate.gone(database, key);
        notify(key, EventClass.EVICTED, "evicted");
    }

    // Changing

    /** A key has been edited: those who watch it are told. */
    void changed(Segment segment, Key key) {
        segment.changes++;
        gate.changed();
        touchWatches(segment, key);
    }

    /**
     * A value has been edited in place.
     *
     * @param unwatched whether those who watch the key are not told
     */
    void changed(Segment segment, Entry entry, boolean unwatched) {
        segment.changes++;
        gate.changed();
        if (!unwatched && (!segment.watches.isEmpty() || gate.isObserved())) {
            touchWatches(segment, new Key().show(entry.key));
        }
    }

    private void touchWatches(Segment segment, Key key) {
        if (!segment.watches.isEmpty()) {
            watches().touch(segment, key);
        }
        if (gate.isObserved()) {
            gate.news().changed(key);
        }
    }

    void removeAt(Segment segment, int slot) {
        segment.beforeChange();
        leave(segment, table.elementAt(slot));
        segment.account(table.removeEntry(slot));
    }

    void replaceAt(Segment segment, int slot, Object entry, boolean expires) {
        segment.beforeChange();
        if (table.elementAt(slot) != entry) {
            leave(segment, table.elementAt(slot));
        }
        segment.account(table.replaceEntry(slot, entry, expires));
    }

    /** Gives a key an entry that is new to it, in the place of the one it may have. */
    void put(Key key, Object entry, boolean expires) {
        int slot = peek(key);
        if (slot >= 0) {
            removeAt(segment(key), slot);
        }
        add(key, entry, expires);
    }

    void add(Key key, Object entry, boolean expires) {
        Segment segment = segment(key);
        segment.beforeChange();
        table = segment.tableForWriting(database);
        segment.account(table.addEntry(key.hash(), entry, expires));
        serveWaiters(segment, key);
        notify(key, EventClass.NEW, "new");
    }

    /** An entry leaves its table. Those who read a stream as a group are told that it is gone. */
    private void leave(Segment segment, Object entry) {
        gate.leave(entry);
        if (!segment.waiters.isEmpty() && Entry.type(entry) == ValueType.STREAM) {
            DatabaseKey left = new DatabaseKey(database, Entry.showKey(entry, new Key()).latin1());
            if (segment.waiters.containsKey(left)) {
                gate.streamGone(left);
            }
        }
    }

    /** Those who wait for a key are to be served when the command has ended. */
    void serveWaiters(Segment segment, Key key) {
        if (!segment.waiters.isEmpty()) {
            DatabaseKey awaited = new DatabaseKey(database, key.latin1());
            if (segment.waiters.containsKey(awaited)) {
                gate.ready(awaited);
            }
        }
    }

    /** The collection in a slot of {@link #table}. */
    <V extends Value> V collection(int slot, Class<V> type) {
        return type.cast(Entry.value(entry(slot, type)));
    }

    /** The entry of a collection in a slot of {@link #table}. */
    Object entry(int slot, Class<? extends Value> type) {
        Object entry = table.elementAt(slot);
        if (!Entry.type(entry).description().isOf(type)) {
            throw WrongTypeException.INSTANCE;
        }
        return entry;
    }

    /** The entry of a string in a slot of {@link #table}. */
    Object string(int slot) {
        Object entry = table.elementAt(slot);
        if (Entry.type(entry) != ValueType.STRING) {
            throw WrongTypeException.INSTANCE;
        }
        return entry;
    }

    Segment segment(Key key) {
        return store.segments[Store.segmentOf(key.hash())];
    }
}
