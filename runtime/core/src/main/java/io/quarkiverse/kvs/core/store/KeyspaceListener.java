package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Learns of events in the keyspace that {@link Store#notify(int, KeyspaceListener)} has switched on. */
@FunctionalInterface
public interface KeyspaceListener {

    /**
     * Something has happened to a key. Called by the thread that did it, with the key's segment locked: not to be delayed.
     *
     * @param event as Redis calls it, such as {@code set} or {@code expired}
     * @param database the number of the database
     */
    void onEvent(EventClass type, String event, int database, Bytes key);
}
