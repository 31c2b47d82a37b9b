package io.quarkiverse.kvs.core.store;

import java.util.List;

import io.quarkiverse.kvs.core.store.Watch.Watched;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** Who watches the keys of a database, so that transactions learn of changes. */
public final class Watches {

    private final Keyspace keyspace;

    Watches(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** Starts to watch a key for changes. */
    public void add(Key key, Watch watch) {
        DatabaseKey watched = new DatabaseKey(keyspace.database(), key.latin1());
        for (Watched known : watch.keys) {
            if (known.key.equals(watched)) {
                return;
            }
        }
        Segment segment = keyspace.segment(key);
        Watched added = new Watched(watch, watched, key.segment(), isStale(segment.tables[keyspace.database()], key));
        watch.keys.add(added);
        segment.addWatch(added);
    }

    /** Ends all watching, in every database. The gate is open for {@link Watch#segments()}. */
    public void end(Watch watch) {
        for (Watched watched : watch.keys) {
            keyspace.store.segments[Long.numberOfTrailingZeros(watched.segment)].removeWatch(watched);
        }
        watch.keys.clear();
        watch.reset();
    }

    /**
     * Whether a watched key, in any database, has been changed, or has expired, since. The gate is open for
     * {@link Watch#segments()}.
     */
    public boolean isChanged(Watch watch) {
        if (watch.isTouched()) {
            return true;
        }
        for (Watched watched : watch.keys) {
            Key key = watched.key.key();
            if (!watched.expired && isStale(keyspace.segment(key).tables[watched.key.database()], key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a table holds a key whose time to live has run out. */
    private boolean isStale(EntryTable holding, Key key) {
        int slot = holding == null ? -1 : holding.find(key);
        return slot >= 0 && keyspace.gate.isExpired(holding.elementAt(slot));
    }

    static boolean holds(EntryTable holding, Key key) {
        return holding != null && holding.find(key) >= 0;
    }

    /** A key has been changed. */
    void touch(Segment segment, Key key) {
        List<Watched> watching = segment.watches.get(new DatabaseKey(keyspace.database(), key.latin1()));
        if (watching == null) {
            return;
        }
        boolean gone = !holds(segment.tables[keyspace.database()], key);
        for (Watched watched : watching) {
            if (watched.expired && gone) {
                watched.expired = false;
            } else {
                watched.watch.touch();
            }
        }
    }

    /** The second of two tables has taken the place of the first: those are told who watch keys in one of them. */
    void touch(Segment segment, EntryTable before, EntryTable after) {
        segment.watches.forEach((watchedKey, watching) -> {
            Key key = watchedKey.key();
            if (watchedKey.database() == keyspace.database() && (holds(before, key) || holds(after, key))) {
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
}
