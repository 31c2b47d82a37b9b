package io.quarkiverse.kvs.runtime.inprocess;

import static io.quarkiverse.kvs.runtime.inprocess.InProcessStore.utf8;
import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

import io.quarkiverse.kvs.OrderedMapSnapshot;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/** A snapshot of an ordered map of the store. */
record EntriesAtAnInstant(OrderedSnapshot entries) implements OrderedMapSnapshot {

    @Override
    public String get(String name) {
        Bytes value = find(utf8(name, "name"));
        return value == null ? null : value.utf8();
    }

    @Override
    public byte[] get(byte[] name) {
        Bytes value = find(requireNonNull(name, "name"));
        return value == null ? null : value.copy();
    }

    private Bytes find(byte[] name) {
        return entries.get(new Bytes().show(name), new Bytes());
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public long count(String from, String to) {
        return entries.count(from(bytes(from)), to(bytes(to)));
    }

    @Override
    public Iterator<Map.Entry<String, String>> range(String from, String to) {
        return new Walk<>(from(bytes(from)), to(bytes(to)), false, Bytes::utf8);
    }

    @Override
    public Iterator<Map.Entry<String, String>> descendingRange(String from, String to) {
        return new Walk<>(from(bytes(from)), to(bytes(to)), true, Bytes::utf8);
    }

    @Override
    public Iterator<Map.Entry<byte[], byte[]>> binaryRange(byte[] from, byte[] to) {
        return new Walk<>(from(from), to(to), false, Bytes::copy);
    }

    @Override
    public Iterator<Map.Entry<byte[], byte[]>> descendingBinaryRange(byte[] from, byte[] to) {
        return new Walk<>(from(from), to(to), true, Bytes::copy);
    }

    private static byte[] bytes(String name) {
        return name == null ? null : utf8(name);
    }

    private static KeyBound from(byte[] name) {
        return name == null ? KeyBound.START : KeyBound.before(name);
    }

    private static KeyBound to(byte[] name) {
        return name == null ? KeyBound.END : KeyBound.before(name);
    }

    /** Goes over a range, which has as many entries as it has at the beginning. */
    private final class Walk<T> implements Iterator<Map.Entry<T, T>> {

        private final OrderedCursor at;
        private final boolean descending;
        private final Function<Bytes, T> type;
        private final Bytes view = new Bytes();
        private long left;

        Walk(KeyBound from, KeyBound to, boolean descending, Function<Bytes, T> type) {
            at = entries.cursor(descending ? to : from);
            left = entries.count(from, to);
            this.descending = descending;
            this.type = type;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Map.Entry<T, T> next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            if (descending) {
                at.previous();
            } else {
                at.next();
            }
            return Map.entry(type.apply(at.key(view)), type.apply(at.value(view)));
        }
    }
}
