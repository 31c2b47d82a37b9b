package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.ReadableList;

/** A list that may be changed. */
public final class ListEdit extends ValueEdit {

    ListEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /** What it holds now. */
    public ReadableList read() {
        return held();
    }

    /** Adds an element, which may not be a view of this list. */
    public void add(ListEnd end, Bytes element) {
        changes();
        held().add(end, element);
    }

    /** Removes so many elements at one end. There are at least so many. */
    public void remove(ListEnd end, long elements) {
        if (elements > 0) {
            changes();
            held().remove(end, elements);
        }
    }

    /** Puts an element, which may not be a view of this list, in the place of another one. */
    public void set(long index, Bytes element) {
        changes();
        held().set(index, element);
    }

    /** Inserts an element beside another one: see {@link ListValue#insert}. */
    public boolean insert(Bytes pivot, ListEnd side, Bytes element) {
        boolean inserted = held().insert(pivot, side, element);
        if (inserted) {
            changes();
        }
        return inserted;
    }

    /** Removes elements of certain bytes: see {@link ListValue#remove(Bytes, ListEnd, long)}. */
    public long remove(Bytes element, ListEnd from, long most) {
        long removed = held().remove(element, from, most);
        if (removed > 0) {
            changes();
        }
        return removed;
    }

    private ListValue held() {
        return (ListValue) entry.value;
    }
}
