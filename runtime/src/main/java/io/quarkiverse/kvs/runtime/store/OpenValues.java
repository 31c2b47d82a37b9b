package io.quarkiverse.kvs.runtime.store;

import java.util.Arrays;

/**
 * The values that a command may be changing in place, with the bytes that they took when it got them: so that what has become
 * of them can be accounted when it is done, whatever it did.
 * <p>
 * A command has two or three of them at most. Those it reads only do not belong here.
 */
final class OpenValues {

    /** A value in its table. */
    private static final class Open {
        Segment segment;
        EntryTable table;
        Value value;
        /** The entry that has been made for it, or null if it was there before. */
        Entry created;
        long memory;

        void settle() {
            long change = value.memory() - memory;
            if (change != 0) {
                memory += change;
                table.valueGrew(change);
                segment.account(change);
            }
        }

        /** A command that failed at the worst moment may have left a collection that was never filled. */
        void removeIfNeverFilled() {
            if (created == null || !value.isEmpty()) {
                return;
            }
            Key key = new Key();
            key.show(created.key);
            int slot = table.find(key);
            if (slot >= 0 && table.elementAt(slot) == created) {
                long before = table.memory();
                table.removeEntry(slot);
                segment.account(table.memory() - before);
            }
        }

        void forget() {
            value = null;
            table = null;
            created = null;
        }
    }

    private Open[] open = {};
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Remembers what a value takes, unless that is remembered already. */
    void add(Segment segment, EntryTable table, Value value) {
        if (indexOf(value) < 0) {
            add(segment, table, value, null);
        }
    }

    /** Remembers what a new, empty value takes. It is to be filled, or does not remain. */
    void addCreated(Segment segment, EntryTable table, Entry entry) {
        add(segment, table, entry.value, entry);
    }

    private void add(Segment segment, EntryTable table, Value value, Entry created) {
        if (size == open.length) {
            open = Arrays.copyOf(open, Math.max(4, 2 * size));
            for (int i = size; i < open.length; i++) {
                open[i] = new Open();
            }
        }
        Open added = open[size++];
        added.segment = segment;
        added.table = table;
        added.value = value;
        added.created = created;
        added.memory = value.memory();
    }

    /** Accounts what the values have become, and forgets them. The caller holds the locks of their segments. */
    void close() {
        for (int i = 0; i < size; i++) {
            open[i].settle();
            open[i].removeIfNeverFilled();
            open[i].forget();
        }
        size = 0;
    }

    /** Accounts what a value has become, and forgets it: it leaves its table. */
    void leave(Value value) {
        int i = indexOf(value);
        if (i >= 0) {
            Open left = open[i];
            left.settle();
            open[i] = open[--size];
            open[size] = left;
            left.forget();
        }
    }

    private int indexOf(Value value) {
        for (int i = 0; i < size; i++) {
            if (open[i].value == value) {
                return i;
            }
        }
        return -1;
    }
}
