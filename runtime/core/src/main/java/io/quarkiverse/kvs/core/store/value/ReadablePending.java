package io.quarkiverse.kvs.core.store.value;

/** The entries that are pending in a group, or with a consumer, to be read: in the order of their ids. */
public interface ReadablePending {

    long size();

    /** The one of an id, or null. */
    PendingEntry get(StreamId id);

    /** The first one whose id is at least so high, or null. */
    PendingEntry atOrAfter(StreamId id);

    /** The one behind an entry, which need not be there any more; or null. */
    default PendingEntry after(PendingEntry entry) {
        StreamId id = entry.id();
        return id.equals(StreamId.MAX) ? null : atOrAfter(id.next());
    }

    /** The one with the highest id, or null. */
    PendingEntry last();
}
