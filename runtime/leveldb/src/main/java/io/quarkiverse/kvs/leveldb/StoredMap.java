package io.quarkiverse.kvs.leveldb;

import java.util.function.Supplier;

import org.iq80.leveldb.DBException;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/** An ordered map of a store in this process, which others use, too: by its commands, so that the store's limits apply. */
final class StoredMap implements DatabaseMap {

    private static final byte[] SET = InProcessStore.utf8("SET");
    private static final byte[] DEL = InProcessStore.utf8("DEL");

    private final InProcessStore store;
    private final byte[] key;
    private volatile boolean closed;

    StoredMap(InProcessStore store, byte[] key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public void requireOpen() {
        if (closed) {
            throw new DBException("the database is closed");
        }
    }

    private <T> T ask(Supplier<T> question) {
        requireOpen();
        try {
            return question.get();
        } catch (KvsException | CommandException | IllegalArgumentException e) {
            throw new DBException(e.getMessage(), e);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] name) {
        return ask(() -> store.execute("OM.GET", key, name).asBytes());
    }

    @Override
    public OrderedSnapshot snapshot() {
        return ask(() -> store.orderedEntries(key));
    }

    @Override
    public long memory() {
        return ask(() -> store.look(key, keyspace -> {
            ReadableOrderedMap map = keyspace.read().orderedMap(new Key().show(key.clone()));
            return map == null ? 0L : map.memory();
        }));
    }

    @Override
    public @Nullable OrderedSnapshot write(byte[] @Nullable [] changes, int count, boolean sync, boolean snapshot) {
        return ask(() -> {
            if (count == 1 && changes[1] == null) {
                store.execute("OM.DEL", key, changes[0]);
            } else if (count == 1) {
                store.execute("OM.SET", key, changes[0], changes[1].clone());
            } else if (count > 1) {
                store.execute("OM.WRITE", key, words(changes, count));
            }
            if (sync) {
                store.sync();
            }
            return snapshot ? store.orderedEntries(key) : null;
        });
    }

    private static byte[][] words(byte[] @Nullable [] changes, int count) {
        int length = 0;
        for (int i = 0; i < count; i++) {
            length += changes[2 * i + 1] == null ? 2 : 3;
        }
        byte[][] words = new byte[length][];
        int at = 0;
        for (int i = 0; i < count; i++) {
            boolean set = changes[2 * i + 1] != null;
            words[at++] = set ? SET : DEL;
            words[at++] = changes[2 * i];
            if (set) {
                words[at++] = changes[2 * i + 1];
            }
        }
        return words;
    }

    /** The files are the store's, which has other data, too. */
    @Override
    public void compact() {
        requireOpen();
    }

    @Override
    public void suspend() {
        requireOpen();
    }

    @Override
    public void resume() {
        requireOpen();
    }

    @Override
    public long fileBytes() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
