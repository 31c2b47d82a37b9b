package io.quarkiverse.kvs.leveldb;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

import org.iq80.leveldb.DBException;
import org.iq80.leveldb.WriteBatch;
import org.jspecify.annotations.Nullable;

/** Changes that are to be done together, in this order. It may be written several times. Belongs to one thread. */
final class KvsWriteBatch implements WriteBatch {

    private static final int ROOM = 16;

    /** Keys and values in turn; null where a key is to be removed. */
    private byte[] @Nullable [] changes = new byte[2 * ROOM][];
    private int count;
    private boolean closed;

    @Override
    public KvsWriteBatch put(byte[] key, byte[] value) {
        return add(key, requireNonNull(value, "value").clone());
    }

    @Override
    public KvsWriteBatch delete(byte[] key) {
        return add(key, null);
    }

    private KvsWriteBatch add(byte[] key, byte @Nullable [] value) {
        requireOpen();
        byte[] name = requireNonNull(key, "key").clone();
        if (2 * count == changes.length) {
            changes = Arrays.copyOf(changes, Math.multiplyExact(2, changes.length));
        }
        changes[2 * count] = name;
        changes[2 * count + 1] = value;
        count++;
        return this;
    }

    private void requireOpen() {
        if (closed) {
            throw new DBException("the batch is closed");
        }
    }

    byte[] @Nullable [] changes() {
        requireOpen();
        return changes;
    }

    int count() {
        return count;
    }

    @Override
    public void close() {
        closed = true;
        changes = new byte[0][];
        count = 0;
    }
}
