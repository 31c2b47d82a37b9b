package io.quarkiverse.kvs.core.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * The one way to the data. It opens for some segments, fixes the instant, and hands out the databases as they are then; when it
 * closes, it measures what was edited, hands the record of what was done to the log, tells those who watch the keys, and gives
 * the locks back.
 * <p>
 * One opening is what others see at once or not at all: a command, a transaction, or a command together with the clients that
 * it lets go on. Its parts are frames, each from {@link #begin} to {@link #end}.
 * <p>
 * Threads: a gate belongs to one thread at a time; every thread that executes commands has one. Sets of segments are the bits
 * of a {@code long}; several are locked in ascending order, so that no two threads wait for each other.
 */
public final class Gate {

    /** In the place of the instant of an opening: the one at which something first depends on it. */
    public static final long LATER = Long.MIN_VALUE;

    final Store store;
    private final RandomGenerator random;
    /** Milliseconds since 1970; null if every instant is told. */
    private final LongSupplier clock;
    private final Keyspace[] databases;
    /** What is edited in place; the first of a list. */
    private ValueEdit edits;
    /** The keys that have come to hold what clients wait for, in this order. */
    private final Queue<DatabaseKey> ready = new ArrayDeque<>();
    /** Those of them whose turn has not come yet. */
    private final Set<DatabaseKey> announced = new HashSet<>();
    /** Those of them that have held a stream, which is gone. */
    private final Set<DatabaseKey> gone = new HashSet<>();
    /** Whether those who use it see to clients that wait; otherwise another thread does, later. */
    private final boolean serving;

    private boolean open;
    private long held;
    private long now;
    private int access;
    /** How many edits of keys there were. */
    private long changes;
    private boolean expiring = true;
    /** The log, if there was one when the gate opened. */
    private ChangeSink log;
    private List<Effect> effects;
    /** The number of the last record that concerns what was read and edited. */
    private long dependsOn;

    /** Who learns which keys are changed; mostly null. */
    private ChangeObserver observer;
    /** What is to be told of this opening; null if there is nothing yet. */
    private ChangeObserver.News news;
    private Object actor;

    private Lookups lookups = Lookups.ALL;
    /** The entry whose use has been noted last: one command counts as one use. */
    private Object used;

    /** What looking a key up leaves behind. */
    public enum Lookups {
        /** The use of the key is noted, and those of reading commands are counted. */
        ALL,
        /** They are counted, but the key seems not to have been used: CLIENT NO-TOUCH. */
        NO_TOUCH,
        /** Nothing. */
        UNNOTICED
    }

    /** For instants that are told; clients whose keys become ready through it are served later. */
    public Gate(Store store) {
        this(store, new SplittableRandom(), null, false);
    }

    /**
     * @param random which uses of a key count, where they are counted by their logarithm
     * @param clock milliseconds since 1970, for {@link #LATER}
     */
    public Gate(Store store, RandomGenerator random, LongSupplier clock) {
        this(store, random, clock, true);
    }

    private Gate(Store store, RandomGenerator random, LongSupplier clock, boolean serving) {
        this.serving = serving;
        this.store = store;
        this.random = random;
        this.clock = clock;
        databases = new Keyspace[store.databases()];
    }

    /**
     * Lets nothing expire from now on, at any instant: for a loader or a replica, to whom the log says what expires.
     */
    public void withoutExpiry() {
        expiring = false;
    }

    // Opening and closing

    /**
     * Waits for the locks of some segments.
     *
     * @param instant milliseconds since 1970, or {@link #LATER}; it is moved forward to the last instant of the segments
     */
    public void open(long segments, long instant) {
        store.lock(segments);
        opened(segments, instant);
    }

    /**
     * The same for threads that must not wait, such as those of event loops.
     *
     * @return false if another thread holds one of the locks for longer than a few microseconds; nothing is open then
     */
    public boolean tryOpen(long segments, long instant) {
        if (!store.tryLock(segments, Store.SPINS)) {
            return false;
        }
        opened(segments, instant);
        return true;
    }

    private void opened(long segments, long instant) {
        held = segments;
        open = true;
        log = store.log();
        observer = store.observer();
        at(instant);
    }

    /** Whether it is open. */
    public boolean isOpen() {
        return open;
    }

    /** The segments that it is open for. */
    public long segments() {
        return held;
    }

    /**
     * Opens it for more segments, too, if no other thread has any of them at the moment.
     *
     * @return whether it is open for all of them now
     */
    public boolean widen(long segments) {
        long more = segments & ~held;
        if (more == 0) {
            return true;
        }
        if (!store.tryLock(more, 0)) {
            return false;
        }
        held |= more;
        observer = store.observer();
        if (now != LATER) {
            at(now);
        }
        return true;
    }

    /** Tells of what was done, and gives the locks back. */
    public void close() {
        try {
            settle();
            if (log != null) {
                record();
            }
        } finally {
            edits = null;
            open = false;
            long segments = held;
            held = Store.NONE;
            store.unlock(segments);
        }
        if (news != null) {
            ChangeObserver.News told = news;
            news = null;
            told.tell();
        }
        if (!serving && !ready.isEmpty()) {
            store.serveLater(this);
        }
    }

    /** Sets for whom it is opened from now on, as {@link ChangeObserver#news} is told; null for no client. */
    public void actor(Object client) {
        actor = client;
    }

    /** Whether it is of interest to others which keys are changed. */
    boolean isObserved() {
        return observer != null;
    }

    /** What is to be told of this opening. Only if it {@link #isObserved}. */
    ChangeObserver.News news() {
        if (news == null) {
            news = observer.news(actor);
        }
        return news;
    }

    private void record() {
        List<Effect> done = effects;
        if (done == null || done.isEmpty()) {
            if (held != Store.NONE) {
                long last = store.lastRecord(held);
                dependsOn = Math.max(dependsOn, actor == null ? last : log.seen(last, actor));
            }
            return;
        }
        effects = null;
        long sequence = log.append(now(), done);
        store.recorded(held, sequence);
        dependsOn = sequence;
    }

    /**
     * The number of the last record that what was read and edited here since {@link #forget} depends on; 0 if there is none.
     * What a reply tells is known to last once the log has promised that number.
     */
    public long dependsOn() {
        return dependsOn;
    }

    /** What was read and edited until now is of no interest to {@link #dependsOn} any more. */
    public void forget() {
        dependsOn = 0;
    }

    // Time

    private void at(long instant) {
        if (instant == LATER) {
            int second = store.second();
            if (second >= 0) {
                now = LATER;
                access = second;
                return;
            }
        }
        fix(instant == LATER ? clock.getAsLong() : instant);
    }

    /** Time does not run backwards in a segment: two threads may have looked at the clock in the other order. */
    private void fix(long instant) {
        long fixed = instant;
        for (long left = held; left != 0; left &= left - 1) {
            Segment segment = store.segments[Long.numberOfTrailingZeros(left)];
            if (segment.instant < fixed) {
                segment.instant = fixed;
            } else {
                fixed = segment.instant;
            }
        }
        if (fixed != now) {
            now = fixed;
            access = AccessClock.at(fixed);
        }
    }

    /** The instant of this opening, in milliseconds since 1970. */
    public long now() {
        if (now == LATER) {
            fix(clock.getAsLong());
        }
        return now;
    }

    /** Whether anything expires, so that an instant in the past means that something is gone. */
    public boolean expires() {
        return expiring;
    }

    boolean hasExpiredFields(Object entry) {
        return expiring && Entry.hasExpiredFields(entry, now());
    }

    boolean isExpired(Object entry) {
        return expiring && Entry.expired(entry, now());
    }

    // Frames

    /**
     * A command begins, alone or as one of several.
     *
     * @return what to hand to {@link #hasChangedSince}
     */
    public long begin(Lookups leave) {
        lookups = leave;
        if (used != null) {
            used = null;
        }
        return changes;
    }

    /** A command has ended: what it edited is measured, and those who watch it are told. */
    public void end() {
        settle();
    }

    /**
     * Whether data was edited since a command began; expired keys that it came across do not count. To be asked after its end.
     */
    public boolean hasChangedSince(long begin) {
        return changes != begin;
    }

    private void settle() {
        while (edits != null) {
            ValueEdit edit = edits;
            edits = edit.next;
            edit.settle();
        }
    }

    void edits(ValueEdit edit) {
        edit.next = edits;
        edits = edit;
    }

    ValueEdit editOf(Object value) {
        for (ValueEdit edit = edits; edit != null; edit = edit.next) {
            if (edit.entry.value == value) {
                return edit;
            }
        }
        return null;
    }

    /** What is edited of an entry from now on does not belong to it any more: it leaves its table. */
    void leave(Object entry) {
        if (edits != null && entry instanceof Entry full) {
            ValueEdit before = null;
            for (ValueEdit edit = edits; edit != null; edit = edit.next) {
                if (edit.entry == full) {
                    if (before == null) {
                        edits = edit.next;
                    } else {
                        before.next = edit.next;
                    }
                    edit.measure();
                    return;
                }
                before = edit;
            }
        }
    }

    // What the databases need

    /** A database, as it is while the gate is open. */
    public Keyspace database(int number) {
        Keyspace keyspace = databases[number];
        if (keyspace == null) {
            keyspace = new Keyspace(this, number);
            databases[number] = keyspace;
        }
        return keyspace;
    }

    /** The databases as a whole. */
    public Databases databases() {
        return new Databases(this);
    }

    /** The keys that have come to hold what clients wait for, in this order; to be emptied by those who serve them. */
    public Queue<DatabaseKey> ready() {
        return ready;
    }

    /** Those who wait for a key are to be served. */
    void ready(DatabaseKey key) {
        if (announced.add(key)) {
            ready.add(key);
        }
    }

    /** The turn of a key among {@link #ready()} has come: if it becomes ready from now on, it is so once more. */
    public void serving(DatabaseKey key) {
        announced.remove(key);
    }

    /** Takes over the keys that have become ready through another gate, and were not served there. */
    public void takeReady(Gate other) {
        ready.addAll(other.ready);
        gone.addAll(other.gone);
        other.forgetReady();
    }

    /** Another thread serves clients that wait for the keys that are ready. */
    void forgetReady() {
        ready.clear();
        announced.clear();
        gone.clear();
    }

    /** A key for which clients wait does not hold any more the stream that it held. */
    void streamGone(DatabaseKey key) {
        ready(key);
        gone.add(key);
    }

    /** The keys among {@link #ready()} that have held a stream, which is gone; to be emptied by those who serve clients. */
    public Set<DatabaseKey> goneStreams() {
        return gone;
    }

    /** A key has been edited. */
    void changed() {
        changes++;
    }

    boolean counts() {
        return lookups != Lookups.UNNOTICED;
    }

    /** Notes that an entry is used. */
    void use(Object entry) {
        if (lookups != Lookups.ALL) {
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

    /** An entry has taken the place of another one of the same key, within a command. */
    void replacedUsed(Object old, Object entry) {
        if (used == old) {
            used = entry;
        }
    }

    /** What a new entry notes about its use. */
    int firstAccess() {
        AccessFrequency frequency = store.frequency();
        return frequency == null ? access : frequency.initial(now());
    }

    /** What an entry notes about its use that takes the place of another one. */
    int nextAccess(Object old) {
        return store.frequency() == null ? access : Entry.access(old);
    }

    // The log

    /** Whether what is done is recorded. */
    public boolean isLogged() {
        return log != null;
    }

    /**
     * Adds to the record of this opening. Only where {@link #isLogged}.
     *
     * @param words a command of Redis with its arguments, which are not changed afterwards
     */
    public void effect(int database, byte[]... words) {
        if (effects == null) {
            effects = new ArrayList<>(2);
        }
        effects.add(new Effect(database, words));
    }

    /** How many effects the record of this opening has. */
    public int effects() {
        return effects == null ? 0 : effects.size();
    }

    /** Takes back effects from a number on: how it came to them is told in another way. */
    public void dropEffects(int from) {
        if (effects != null) {
            effects.subList(from, effects.size()).clear();
        }
    }

    /** A key is gone, and no command says so. */
    void gone(int database, Bytes key) {
        if (log != null) {
            effect(database, Effect.DEL, key.copy());
        }
    }

    /** Fields of a hash are gone, and no command says so. */
    void gone(int database, Bytes key, List<byte[]> fields) {
        if (log != null) {
            byte[][] words = new byte[fields.size() + 2][];
            words[0] = Effect.HDEL;
            words[1] = key.copy();
            for (int i = 2; i < words.length; i++) {
                words[i] = fields.get(i - 2);
            }
            effect(database, words);
        }
    }

    // Clients that wait

    /** A client waits from now on. The gate is open for its segments. */
    public void await(Waiter waiter) {
        store.await(waiter);
    }

    /**
     * A client waits no more. The gate is open for its segments.
     *
     * @return whether it has been waiting
     */
    public boolean release(Waiter waiter) {
        return store.release(waiter);
    }

    /**
     * The client that has waited for a key longest, of those who came after another. The gate is open for the key's segment.
     *
     * @param after null for the one who came first of all
     * @return null if there is none
     */
    public Waiter nextWaiter(DatabaseKey key, Waiter after) {
        return store.nextWaiter(key, after);
    }

    /**
     * What lies in the place where a key's entry mostly is, to bring it near. Needs no lock, and no open gate: what it returns
     * may be another key's, or outdated.
     */
    public Object entryNear(int database, Key key) {
        EntryTable holding = store.segments[Store.segmentOf(key.hash())].tables[database];
        return holding == null ? null : holding.elementAtHome(key.hash());
    }
}
