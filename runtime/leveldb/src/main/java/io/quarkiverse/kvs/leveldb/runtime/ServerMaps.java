package io.quarkiverse.kvs.leveldb.runtime;

import org.iq80.leveldb.DB;

/** The ordered maps of the server in the application. */
@FunctionalInterface
public interface ServerMaps {

    /**
     * The ordered map of a key, which need not be there yet.
     *
     * @throws IllegalArgumentException if the server has no such database
     */
    DB of(int database, String key);
}
