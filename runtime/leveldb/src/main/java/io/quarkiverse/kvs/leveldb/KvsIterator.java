package io.quarkiverse.kvs.leveldb;

import static java.util.Objects.requireNonNull;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map.Entry;
import java.util.NoSuchElementException;

import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBIterator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/**
 * A place between two entries, in front of the first one at the beginning; it sees one state of the database, which does not
 * change. {@link #next} and {@link #prev} move over an entry; so one after the other they give the same one. As with the
 * native LevelDB for Java, {@link #seekToLast} goes in front of the last entry.
 * <p>
 * Belongs to one thread.
 */
final class KvsIterator implements DBIterator {

    private final DatabaseMap map;
    private final OrderedCursor cursor;
    private final Bytes view = new Bytes();
    /** The cursor has moved over the next entry already, to look at it. */
    private boolean ahead;
    private boolean closed;

    KvsIterator(DatabaseMap map, OrderedSnapshot entries) {
        this.map = map;
        cursor = entries.cursor(KeyBound.START);
    }

    private void requireOpen() {
        map.requireOpen();
        if (closed) {
            throw new DBException("the iterator is closed");
        }
    }

    @Override
    public void seek(byte[] key) {
        requireOpen();
        cursor.seek(KeyBound.before(requireNonNull(key, "key")));
        ahead = false;
    }

    @Override
    public void seekToFirst() {
        requireOpen();
        cursor.seek(KeyBound.START);
        ahead = false;
    }

    @Override
    public void seekToLast() {
        requireOpen();
        cursor.seek(KeyBound.END);
        cursor.previous();
        ahead = false;
    }

    @Override
    public boolean hasNext() {
        requireOpen();
        ahead = ahead || cursor.next();
        return ahead;
    }

    @Override
    public Entry<byte[], byte[]> peekNext() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entry();
    }

    @Override
    public Entry<byte[], byte[]> next() {
        Entry<byte[], byte[]> next = peekNext();
        ahead = false;
        return next;
    }

    @Override
    public boolean hasPrev() {
        boolean is = back();
        if (is) {
            cursor.next();
        }
        return is;
    }

    @Override
    public Entry<byte[], byte[]> peekPrev() {
        Entry<byte[], byte[]> previous = prev();
        cursor.next();
        return previous;
    }

    @Override
    public Entry<byte[], byte[]> prev() {
        if (!back()) {
            throw new NoSuchElementException();
        }
        return entry();
    }

    private boolean back() {
        requireOpen();
        if (ahead) {
            cursor.previous();
            ahead = false;
        }
        return cursor.previous();
    }

    private Entry<byte[], byte[]> entry() {
        return new SimpleImmutableEntry<>(cursor.key(view).copy(), cursor.value(view).copy());
    }

    /** Entries are removed by {@link org.iq80.leveldb.DB#delete(byte[])} only. */
    @Override
    public void remove() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed = true;
    }
}
