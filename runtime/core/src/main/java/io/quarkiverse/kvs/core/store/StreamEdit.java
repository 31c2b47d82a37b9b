package io.quarkiverse.kvs.core.store;

import java.util.function.IntFunction;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StreamLimits;
import io.quarkiverse.kvs.core.store.value.StreamTrim;
import io.quarkiverse.kvs.core.store.value.StreamValue;

/**
 * A stream that may be changed. As in Redis, those who watch its key are told of entries that come or go, and not of what
 * happens to its groups.
 */
public final class StreamEdit extends ValueEdit {

    StreamEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /** What it holds now. */
    public ReadableStream read() {
        return held();
    }

    // Entries

    /** Appends an entry: see {@link StreamValue#append}. Those who wait for one are served then. */
    public void append(StreamId id, int fields, IntFunction<Bytes> words, StreamLimits limits) {
        changes();
        held().append(id, fields, words, limits);
        serveWaiters();
    }

    /** @return whether there was such an entry */
    public boolean delete(StreamId id) {
        boolean deleted = held().delete(id);
        if (deleted) {
            changes();
        }
        return deleted;
    }

    /**
     * Removes entries from the front.
     *
     * @return how many
     */
    public long trim(StreamTrim trim) {
        long removed = held().trim(trim);
        if (removed > 0) {
            changes();
        }
        return removed;
    }

    /** Sets what is known of ids: see {@link StreamValue#reset}. */
    public void reset(StreamId lastId, StreamId maxDeletedId, long entriesAdded) {
        changesUnwatched();
        held().reset(lastId, maxDeletedId, entriesAdded);
    }

    // Groups

    /**
     * Creates a group: see {@link StreamValue#createGroup}.
     *
     * @return false if there is one of that name already
     */
    public boolean createGroup(byte[] name, StreamId lastId, long entriesRead) {
        boolean created = held().createGroup(name, lastId, entriesRead);
        if (created) {
            changesUnwatched();
        }
        return created;
    }

    /**
     * Destroys a group. Those who wait for an entry in its name are told then.
     *
     * @return whether there was such a group
     */
    public boolean destroyGroup(Bytes name) {
        boolean destroyed = held().destroyGroup(name);
        if (destroyed) {
            changesUnwatched();
            serveWaiters();
        }
        return destroyed;
    }

    /** Sets how far a group is: see {@link StreamValue#setGroup}. */
    public void setGroup(ReadableGroup group, StreamId lastId, long entriesRead) {
        changesUnwatched();
        held().setGroup(group, lastId, entriesRead);
    }

    /** Notes that the consumers of a group have got an entry: see {@link StreamValue#advance}. */
    public void advance(ReadableGroup group, StreamId id) {
        changesUnwatched();
        held().advance(group, id);
    }

    /** @return the consumer, or null if there is one of that name already */
    public ReadableConsumer createConsumer(ReadableGroup group, byte[] name, long now) {
        ReadableConsumer created = held().createConsumer(group, name, now);
        if (created != null) {
            changesUnwatched();
        }
        return created;
    }

    /** Removes a consumer, and forgets what is pending with it. */
    public void deleteConsumer(ReadableGroup group, ReadableConsumer consumer) {
        changesUnwatched();
        held().deleteConsumer(group, consumer);
    }

    /** Notes when a consumer was seen, of which the log is not told. */
    public void seen(ReadableConsumer consumer, long time) {
        held().seen(consumer, time);
    }

    /** Gives an entry to a consumer: see {@link StreamValue#deliver}. */
    public PendingEntry deliver(ReadableGroup group, ReadableConsumer consumer, StreamId id, long time, long deliveries) {
        changesUnwatched();
        return held().deliver(group, consumer, id, time, deliveries);
    }

    /** An entry is not pending any more. */
    public void settle(ReadableGroup group, PendingEntry entry) {
        changesUnwatched();
        held().settle(group, entry);
    }

    private StreamValue held() {
        return (StreamValue) entry.value;
    }
}
