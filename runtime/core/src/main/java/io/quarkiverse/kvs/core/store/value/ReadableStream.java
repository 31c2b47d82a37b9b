package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A stream, to be read: entries in the order of their ids, and groups of consumers. One without entries is one, too.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public interface ReadableStream extends Value {

    /** The number of entries. */
    long size();

    /** The highest id that an entry has had, or that was set. */
    StreamId lastId();

    /** The id of the first entry. */
    StreamId firstId();

    /** The highest id of an entry that was deleted, but not trimmed. */
    StreamId maxDeletedId();

    /** How many entries it has ever had. */
    long entriesAdded();

    /** The id of the entry that is last, or null. */
    StreamId lastEntry();

    /**
     * The id in front of which there is no entry, not even one that left a gap in the first node: 18446744073709551615-… if
     * empty.
     */
    StreamId edge();

    boolean contains(StreamId id);

    /**
     * The entries from one id to another, both of them included.
     *
     * @param descending whether the last one comes first
     */
    StreamCursor cursor(StreamId from, StreamId to, boolean descending);

    /** How many entries there are from one id to another, about: not less, and counted up to a bound only. */
    long entriesUpTo(long bound, StreamId from, StreamId to);

    /** A copy of the entries without the groups, which takes little, as both share what does not change. */
    ReadableStream entries();

    /** How many nodes the entries are in. */
    int nodes();

    /** How many nodes the radix tree has that Redis finds them by. */
    long radixNodes();

    /** How many groups there are. */
    int groups();

    /** The group of a name, or null. */
    ReadableGroup group(Bytes name);

    /** Visits the groups by their names. */
    void forEachGroup(Consumer<ReadableGroup> visitor);

    /** How many entries the consumers of a group have yet to get, or null if that is not known. */
    Long lag(ReadableGroup group);

    @Override
    ReadableStream copy();
}
