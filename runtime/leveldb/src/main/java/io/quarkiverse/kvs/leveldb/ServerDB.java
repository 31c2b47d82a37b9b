package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.iq80.leveldb.DB;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.quarkus.arc.ClientProxy;

/**
 * Databases that are ordered maps of a store in this process. Clients of its server see at once what is written, and the
 * database what they write with {@code OM.SET} and the like. It needs {@code quarkus-kvs}; all else in this package does not.
 */
public final class ServerDB {

    private ServerDB() {
    }

    /**
     * The ordered map of a key, which need not be there yet. To close the database closes nothing but that: the data is the
     * store's.
     * <ul>
     * <li>Whether and when changes are kept is what the store is configured to do. With {@code sync}, a write is on the disk
     * when it returns, if the store has an append-only file.
     * <li>A snapshot that a write returns holds what was written, and perhaps what others have written right after it.
     * <li>Files are not compacted by this database.
     * </ul>
     *
     * @param store of an application, or of {@link io.quarkiverse.kvs.embedded.EmbeddedKvs}
     * @throws IllegalArgumentException if it is another implementation of a store
     */
    public static DB of(KeyValueStore store, String key) {
        requireNonNull(store, "store");
        requireNonNull(key, "key");
        if (ClientProxy.unwrap(store) instanceof InProcessStore inProcess) {
            return new KvsDB(new StoredMap(inProcess, key.getBytes(UTF_8)));
        }
        throw new IllegalArgumentException("this store is not in this process: " + store);
    }
}
