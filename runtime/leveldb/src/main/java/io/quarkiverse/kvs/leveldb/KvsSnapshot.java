package io.quarkiverse.kvs.leveldb;

import org.iq80.leveldb.DBException;
import org.iq80.leveldb.Snapshot;

import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/** What a database held at some instant. Safe for use by many threads. */
final class KvsSnapshot implements Snapshot {

    private final MapServer server;
    private volatile OrderedSnapshot entries;

    KvsSnapshot(MapServer server, OrderedSnapshot entries) {
        this.server = server;
        this.entries = entries;
    }

    MapServer server() {
        return server;
    }

    OrderedSnapshot entries() {
        server.requireOpen();
        OrderedSnapshot held = entries;
        if (held == null) {
            throw new DBException("the snapshot is closed");
        }
        return held;
    }

    /** Iterators that have been made of it go on. */
    @Override
    public void close() {
        entries = null;
    }
}
