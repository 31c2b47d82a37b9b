package io.quarkiverse.kvs.leveldb;

import java.io.Closeable;

import org.iq80.leveldb.DBException;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/**
 * The ordered map that a database is: one of its own, or one of a server. Safe for use by many threads. What cannot be done is
 * a {@link DBException}, and so is everything after {@link #close}.
 */
interface DatabaseMap extends Closeable {

    void requireOpen();

    /** The value of a key, or null. */
    byte @Nullable [] get(byte[] name);

    /** What there is now. */
    OrderedSnapshot snapshot();

    /** The bytes that the entries take on the heap. */
    long memory();

    /**
     * Does several changes at once.
     *
     * @param changes keys and values in turn; where a value is null, the key is removed. The arrays do not change any more,
     *        except that a value that is the only one may once this has returned
     * @param count how many keys there are
     * @param sync whether they are to be on the disk when this returns, if there are files
     * @return what the map holds then, if that is wanted; otherwise null
     * @throws DBException if it cannot be done, so that nothing was done; or cannot be known to be on the disk
     */
    @Nullable
    OrderedSnapshot write(byte[] @Nullable [] changes, int count, boolean sync, boolean snapshot);

    /** Writes the files anew, with nothing in them that is not needed; waits for that. */
    void compact();

    /** Does not begin to write files anew until {@link #resume}, and waits until that is not going on. */
    void suspend() throws InterruptedException;

    void resume();

    /** The bytes of the files; 0 if there are none of its own. */
    long fileBytes();

    /** Does nothing if it is closed already. */
    @Override
    void close();
}
