package io.quarkiverse.kvs.core.command.persistence;

/** What writes out all data in the background: at most one of them at a time. */
enum Job {
    NONE,
    SNAPSHOT,
    REWRITE
}
