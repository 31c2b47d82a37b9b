package io.quarkiverse.kvs.core.command.replication;

import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * How much of the stream of another server is on the disk here: what {@code WAITAOF} waits for there. The append-only file
 * knows records, the other server offsets; so it is remembered, now and then, which record belongs to which offset.
 * <p>
 * For the thread that does what the stream says.
 */
final class SyncedOffset {

    private static final long UNKNOWN = -1;

    private final ServerState server;
    /** On the disk for sure. */
    private long synced = UNKNOWN;
    /** The offset that is looked at until it is on the disk, and the last record in front of it. */
    private long next = UNKNOWN;
    private long record;

    SyncedOffset(ServerState server) {
        this.server = server;
    }

    /** There is other data, and another stream. */
    void restart() {
        synced = UNKNOWN;
        next = UNKNOWN;
    }

    /**
     * Up to where the stream is on the disk.
     *
     * @param done up to where it is done
     * @return -1 if that is not known, or there is no append-only file
     */
    long at(long done) {
        if (!server.persistence().isAppendOnly()) {
            restart();
            return UNKNOWN;
        }
        look();
        if (next == UNKNOWN) {
            next = done;
            record = server.changes().sequence();
            look();
        }
        return synced;
    }

    private void look() {
        if (next != UNKNOWN && server.persistence().isSynced(record)) {
            synced = next;
            next = UNKNOWN;
        }
    }
}
