package io.quarkiverse.kvs.leveldb;

import org.iq80.leveldb.DBException;
import org.iq80.leveldb.Snapshot;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/** What a database held at some instant. Safe for use by many threads. */
final class KvsSnapshot implements Snapshot {

    private final DatabaseMap map;
    /** Null once it is closed. */
    private volatile @Nullable OrderedSnapshot entries;

    KvsSnapshot(DatabaseMap map, OrderedSnapshot entries) {
        this.map = map;
        this.entries = entries;
    }

    DatabaseMap map() {
        return map;
    }

    OrderedSnapshot entries() {
        map.requireOpen();
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
