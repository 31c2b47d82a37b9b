package io.quarkiverse.kvs.core.command.persistence;

/** What needs a {@link io.quarkiverse.kvs.core.store.Cut} of all data: at most one of them goes on at a time. */
enum Job {
    NONE,
    SNAPSHOT,
    REWRITE,
    /** All data is sent to a replica. */
    COPY
}
