package io.quarkiverse.kvs.core.store;

import java.util.function.Supplier;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StreamValue;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * What can be edited in a database through an open {@link Gate}. Each method that changes something also declares it: those who
 * watch the key are told, the memory is accounted, and the log gets to know. Values that change in place are handed out as
 * {@link ValueEdit}s, whose methods do the same.
 * <p>
 * Lookups here do not count as hits and misses, as those of Redis's writing commands do not.
 */
public final class Editor {

    private final Keyspace keyspace;
    /** The slot where {@link #string} found its string. */
    private int found;

    Editor(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    // Before something is edited

    public boolean exists(Key key) {
        return keyspace.peek(key) >= 0;
    }

    /** What a key holds, or null. */
    public ValueType type(Key key) {
        int slot = keyspace.peek(key);
        return slot < 0 ? null : Entry.type(keyspace.table.elementAt(slot));
    }

    /** When a key expires, in milliseconds since 1970: or {@link Keyspace#NEVER}, or {@link Keyspace#MISSING}. */
    public long expireAt(Key key) {
        int slot = keyspace.peek(key);
        return slot < 0 ? Keyspace.MISSING : Entry.expireAt(keyspace.table.elementAt(slot));
    }

    /** The bytes a key and its value take on the heap, estimated, or -1. */
    public long memory(Key key) {
        int slot = keyspace.peek(key);
        return slot < 0 ? -1 : Entry.memory(keyspace.table.elementAt(slot));
    }

    /**
     * The value of a string, or null where the key does not exist.
     *
     * @throws WrongTypeException if it holds no string
     */
    public Bytes string(Key key) {
        int slot = keyspace.find(key);
        found = slot;
        return slot < 0 ? null : Entry.showString(keyspace.string(slot), keyspace.value);
    }

    // Any value

    /** Declares a change where nothing seems to have changed, because Redis does so. */
    public void touch(Key key) {
        keyspace.changed(keyspace.segment(key), key);
    }

    /**
     * Sets when a key expires, or that it does not.
     *
     * @param at milliseconds since 1970, or {@link Keyspace#NEVER}
     * @return whether the key exists
     */
    public boolean expireAt(Key key, long at) {
        int slot = keyspace.find(key);
        if (slot < 0) {
            return false;
        }
        Segment segment = keyspace.segment(key);
        Object entry = keyspace.table.elementAt(slot);
        Object expiring = segment.frozen == null && !Entry.hasExpiringFields(entry) ? Entry.withExpiry(entry, at)
                : Entry.anewWithExpiry(entry, at);
        keyspace.gate.replacedUsed(entry, expiring);
        keyspace.replaceAt(segment, slot, expiring, at != Keyspace.NEVER);
        keyspace.changed(segment, key);
        return true;
    }

    /** @return whether there was something to delete */
    public boolean delete(Key key) {
        int slot = keyspace.find(key);
        if (slot < 0) {
            return false;
        }
        Segment segment = keyspace.segment(key);
        keyspace.removeAt(segment, slot);
        keyspace.changed(segment, key);
        return true;
    }

    /**
     * Gives a value another key, together with its time to live. What the other key held is gone.
     *
     * @return whether there was a value
     */
    public boolean rename(Key from, Key to) {
        int slot = keyspace.find(from);
        if (slot < 0) {
            return false;
        }
        Object entry = keyspace.table.elementAt(slot);
        long expireAt = Entry.expireAt(entry);
        Segment segment = keyspace.segment(from);
        Object renamed = entry instanceof Entry full && segment.isNeeded(full.value)
                ? Entry.copy(entry, to, expireAt, Entry.access(entry))
                : Entry.withKey(entry, to, expireAt);
        keyspace.removeAt(segment, slot);
        keyspace.put(to, renamed, expireAt != Keyspace.NEVER);
        keyspace.changed(segment, from);
        keyspace.changed(keyspace.segment(to), to);
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
        int slot = keyspace.find(key);
        if (slot < 0) {
            return false;
        }
        Segment segment = keyspace.segment(key);
        Object entry = keyspace.table.elementAt(slot);
        keyspace.removeAt(segment, slot);
        target.put(key, entry, Entry.expireAt(entry) != Keyspace.NEVER);
        keyspace.changed(segment, key);
        target.changed(segment, key);
        return true;
    }

    /**
     * Copies a value to another key or database, together with its time to live. What the other key held is gone.
     *
     * @return whether there was a value
     */
    public boolean copy(Key from, Key to, Keyspace target) {
        int slot = keyspace.find(from);
        if (slot < 0) {
            return false;
        }
        Object entry = keyspace.table.elementAt(slot);
        long expireAt = Entry.expireAt(entry);
        target.put(to, Entry.copy(entry, to, expireAt, keyspace.gate.firstAccess()), expireAt != Keyspace.NEVER);
        target.changed(target.segment(to), to);
        return true;
    }

    /**
     * Sets what a key holds, in the place of what it held before. The value belongs to the key from now on.
     *
     * @param expireAt when it expires, in milliseconds since 1970, or {@link Keyspace#NEVER}
     */
    public void put(Key key, Value value, long expireAt) {
        int slot = keyspace.peek(key);
        Object old = slot < 0 ? null : keyspace.table.elementAt(slot);
        if (old != null) {
            keyspace.gate.use(old);
        }
        Object entry = Entry.of(key, value, expireAt,
                old == null ? keyspace.gate.firstAccess() : keyspace.gate.nextAccess(old));
        if (entry instanceof Entry) {
            keyspace.segment(key).own(value);
        }
        if (old == null) {
            keyspace.add(key, entry, expireAt != Keyspace.NEVER);
        } else {
            keyspace.replaceAt(keyspace.segment(key), slot, entry, expireAt != Keyspace.NEVER);
        }
        keyspace.changed(keyspace.segment(key), key);
    }

    /**
     * Gives a key that has none a value, which belongs to the key from now on.
     *
     * @param expireAt when it expires, in milliseconds since 1970, or {@link Keyspace#NEVER}
     * @return false if it has one: that stays
     */
    public boolean add(Key key, Value value, long expireAt) {
        return keyspace.peek(key) < 0 && added(key, Entry.of(key, value, expireAt, keyspace.gate.firstAccess()), expireAt);
    }

    /** Gives a key that has no value a string: see {@link #add(Key, Value, long)}. */
    public boolean addString(Key key, Bytes value, StringEncoding encoding, long expireAt) {
        return keyspace.peek(key) < 0
                && added(key, Entry.ofString(key, value, encoding, expireAt, keyspace.gate.firstAccess()), expireAt);
    }

    private boolean added(Key key, Object entry, long expireAt) {
        keyspace.add(key, entry, expireAt != Keyspace.NEVER);
        keyspace.changed(keyspace.segment(key), key);
        return true;
    }

    // Strings

    /** Gives the string that {@link #string} has just found another value. It keeps its time to live. */
    public void replaceString(Key key, Bytes value) {
        replaceString(found, key, value, StringEncoding.AUTO, Entry.expireAt(keyspace.table.elementAt(found)));
    }

    /**
     * Sets a string, in the place of what the key held before.
     *
     * @param expireAt when it expires, in milliseconds since 1970, or {@link Keyspace#NEVER}
     */
    public void setString(Key key, Bytes value, StringEncoding encoding, long expireAt) {
        int slot = keyspace.find(key);
        if (slot < 0) {
            keyspace.add(key, Entry.ofString(key, value, encoding, expireAt, keyspace.gate.firstAccess()),
                    expireAt != Keyspace.NEVER);
            keyspace.changed(keyspace.segment(key), key);
            return;
        }
        replaceString(slot, key, value, encoding, expireAt);
    }

    private void replaceString(int slot, Key key, Bytes value, StringEncoding encoding, long expireAt) {
        EntryTable table = keyspace.table;
        Object entry = table.elementAt(slot);
        int noted = keyspace.gate.nextAccess(entry);
        Segment segment = keyspace.segment(key);
        if (segment.frozen == null && Entry.overwrite(entry, key, value, encoding, expireAt, noted)) {
            // Where it was, it takes what it took.
            table.replaceAt(slot, entry, expireAt != Keyspace.NEVER);
        } else {
            keyspace.replaceAt(segment, slot, Entry.ofString(key, value, encoding, expireAt, noted),
                    expireAt != Keyspace.NEVER);
        }
        keyspace.changed(segment, key);
    }

    /** Sets a string that does not expire. */
    public void setString(Key key, Bytes value) {
        setString(key, value, StringEncoding.AUTO, Keyspace.NEVER);
    }

    /**
     * A string that is to be changed in place.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds no string
     */
    public StringEdit inString(Key key) {
        int slot = keyspace.find(key);
        if (slot < 0) {
            return null;
        }
        keyspace.string(slot);
        return open(key, editable(key, slot), false, StringEdit::new);
    }

    /** The same; where the key does not exist, a new, empty string, which does not remain if nothing is put into it. */
    public StringEdit inStringOrNew(Key key) {
        StringEdit string = inString(key);
        return string != null ? string : create(key, new StringValue(new byte[0], StringEncoding.RAW), StringEdit::new);
    }

    // Collections

    /**
     * The hash that a key holds, to be edited.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds something else
     */
    public HashEdit hash(Key key) {
        return edit(key, HashValue.class, HashEdit::new);
    }

    /** The same; where the key does not exist, a new, empty one, which does not remain if nothing is put into it. */
    public HashEdit hashOrNew(Key key) {
        HashEdit hash = hash(key);
        return hash != null ? hash : create(key, new HashValue(), HashEdit::new);
    }

    /**
     * The list that a key holds, to be edited.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds something else
     */
    public ListEdit list(Key key) {
        return edit(key, ListValue.class, ListEdit::new);
    }

    /** The same; where the key does not exist, a new, empty one, which does not remain if nothing is put into it. */
    public ListEdit listOrNew(Key key, Supplier<ListValue> empty) {
        ListEdit list = list(key);
        return list != null ? list : create(key, empty.get(), ListEdit::new);
    }

    /**
     * The set that a key holds, to be edited.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds something else
     */
    public SetEdit set(Key key) {
        return edit(key, SetValue.class, SetEdit::new);
    }

    /** The same; where the key does not exist, a new, empty one, which does not remain if nothing is put into it. */
    public SetEdit setOrNew(Key key) {
        SetEdit set = set(key);
        return set != null ? set : create(key, new SetValue(), SetEdit::new);
    }

    /**
     * The sorted set that a key holds, to be edited.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds something else
     */
    public SortedSetEdit sortedSet(Key key) {
        return edit(key, SortedSetValue.class, SortedSetEdit::new);
    }

    /** The same; where the key does not exist, a new, empty one, which does not remain if nothing is put into it. */
    public SortedSetEdit sortedSetOrNew(Key key) {
        SortedSetEdit set = sortedSet(key);
        return set != null ? set : create(key, new SortedSetValue(), SortedSetEdit::new);
    }

    /**
     * The stream that a key holds, to be edited.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds something else
     */
    public StreamEdit stream(Key key) {
        return edit(key, StreamValue.class, StreamEdit::new);
    }

    /** The same; where the key does not exist, a new one, which remains though nothing is put into it. */
    public StreamEdit streamOrNew(Key key) {
        StreamEdit stream = stream(key);
        return stream != null ? stream : create(key, new StreamValue(), StreamEdit::new);
    }

    /**
     * The ordered map that a key holds, to be edited.
     *
     * @return null where the key does not exist
     * @throws WrongTypeException if it holds something else
     */
    public OrderedMapEdit orderedMap(Key key) {
        return edit(key, OrderedMapValue.class, OrderedMapEdit::new);
    }

    /** The same; where the key does not exist, a new, empty one, which does not remain if nothing is put into it. */
    public OrderedMapEdit orderedMapOrNew(Key key) {
        OrderedMapEdit map = orderedMap(key);
        return map != null ? map : create(key, new OrderedMapValue(), OrderedMapEdit::new);
    }

    private <E extends ValueEdit> E edit(Key key, Class<? extends Value> type, ValueEdit.Maker<E> maker) {
        int slot = keyspace.find(key);
        if (slot < 0) {
            return null;
        }
        keyspace.entry(slot, type);
        E edit = open(key, editable(key, slot), false, maker);
        edit.foundAt(slot);
        return edit;
    }

    /**
     * An entry whose value may be changed in place: an unpacked one if it is packed, one with a copy of it if a snapshot needs
     * the value as it is.
     */
    private Entry editable(Key key, int slot) {
        Object held = keyspace.table.elementAt(slot);
        Segment segment = keyspace.segment(key);
        if (held instanceof byte[] packed) {
            return takePlace(segment, slot, packed, Entry.unpacked(packed));
        }
        Entry entry = (Entry) held;
        return segment.isNeeded(entry.value)
                ? takePlace(segment, slot, entry, new Entry(entry.key, entry.value.copy(), entry.expireAt, entry.access))
                : entry;
    }

    private Entry takePlace(Segment segment, int slot, Object before, Entry entry) {
        segment.own(entry.value);
        keyspace.replaceAt(segment, slot, entry, entry.expireAt != Keyspace.NEVER);
        keyspace.gate.replacedUsed(before, entry);
        return entry;
    }

    private <E extends ValueEdit> E create(Key key, Value value, ValueEdit.Maker<E> maker) {
        Entry entry = new Entry(key.copy(), value, Keyspace.NEVER, keyspace.gate.firstAccess());
        keyspace.segment(key).own(value);
        keyspace.add(key, entry, false);
        return open(key, entry, true, maker);
    }

    private <E extends ValueEdit> E open(Key key, Entry entry, boolean created, ValueEdit.Maker<E> maker) {
        ValueEdit known = keyspace.gate.editOf(entry.value);
        if (known != null) {
            @SuppressWarnings("unchecked")
            E same = (E) known;
            return same;
        }
        E edit = maker.make(keyspace, keyspace.segment(key), entry, created);
        keyspace.gate.edits(edit);
        return edit;
    }
}
