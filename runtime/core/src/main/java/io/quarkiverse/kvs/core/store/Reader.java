package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.ReadableHash;
import io.quarkiverse.kvs.core.store.value.ReadableList;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StreamValue;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * What can be read of a database through an open {@link Gate}. Nothing that it hands out can be changed. Lookups count as hits
 * and misses, as those of Redis's reading commands do.
 */
public final class Reader {

    private final Keyspace keyspace;

    Reader(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    private int peek(Key key) {
        int slot = keyspace.peek(key);
        if (keyspace.gate.counts()) {
            Segment segment = keyspace.segment(key);
            if (slot >= 0) {
                segment.hits++;
            } else {
                segment.misses++;
                keyspace.notify(key, EventClass.KEY_MISS, "keymiss");
            }
        }
        return slot;
    }

    /**
     * Counts a lookup as a hit or a miss for a command that is to edit what it finds then, as Redis's GETEX and its relatives
     * do.
     */
    public void lookUp(Key key) {
        peek(key);
    }

    /** The same for a command that asks about a key and not for its value, as OBJECT: a miss is no event. */
    public void lookUpQuietly(Key key) {
        int slot = keyspace.peek(key);
        if (keyspace.gate.counts()) {
            Segment segment = keyspace.segment(key);
            if (slot >= 0) {
                segment.hits++;
            } else {
                segment.misses++;
            }
        }
    }

    private int find(Key key) {
        int slot = peek(key);
        if (slot >= 0) {
            keyspace.gate.use(keyspace.table.elementAt(slot));
        }
        return slot;
    }

    public boolean exists(Key key) {
        return peek(key) >= 0;
    }

    /** What a key holds, or null. */
    public ValueType type(Key key) {
        int slot = peek(key);
        return slot < 0 ? null : Entry.type(keyspace.table.elementAt(slot));
    }

    /** When a key expires, in milliseconds since 1970: or {@link Keyspace#NEVER}, or {@link Keyspace#MISSING}. */
    public long expireAt(Key key) {
        int slot = peek(key);
        return slot < 0 ? Keyspace.MISSING : Entry.expireAt(keyspace.table.elementAt(slot));
    }

    /** Notes that a key has been used. */
    public boolean touch(Key key) {
        return find(key) >= 0;
    }

    /**
     * The value of a string, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds no string
     */
    public Bytes string(Key key) {
        int slot = find(key);
        return slot < 0 ? null : Entry.showString(keyspace.string(slot), keyspace.value);
    }

    /** The value of a string, or null where the key does not exist or holds something else. */
    public Bytes stringOrNull(Key key) {
        int slot = find(key);
        Object entry = slot < 0 ? null : keyspace.table.elementAt(slot);
        return entry == null || Entry.type(entry) != ValueType.STRING ? null : Entry.showString(entry, keyspace.value);
    }

    /** The value of a key, of any type, or null. */
    public Value value(Key key) {
        int slot = find(key);
        return slot < 0 ? null : Entry.value(keyspace.table.elementAt(slot));
    }

    /**
     * The hash that a key holds, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public ReadableHash hash(Key key) {
        return collection(key, HashValue.class);
    }

    /**
     * The list that a key holds, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public ReadableList list(Key key) {
        return collection(key, ListValue.class);
    }

    /**
     * The set that a key holds, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public ReadableSet set(Key key) {
        return collection(key, SetValue.class);
    }

    /**
     * The sorted set that a key holds, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public ReadableSortedSet sortedSet(Key key) {
        return collection(key, SortedSetValue.class);
    }

    /**
     * The stream that a key holds, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public ReadableStream stream(Key key) {
        return collection(key, StreamValue.class);
    }

    /**
     * The ordered map that a key holds, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds something else
     */
    public ReadableOrderedMap orderedMap(Key key) {
        return collection(key, OrderedMapValue.class);
    }

    private <V extends Value> V collection(Key key, Class<V> type) {
        int slot = find(key);
        return slot < 0 ? null : keyspace.collection(slot, type);
    }
}
