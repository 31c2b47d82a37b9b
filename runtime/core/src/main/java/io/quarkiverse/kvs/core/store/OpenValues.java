package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * The values that a command may be changing in place, with the bytes that they took when it got them: so that what has become
 * of them can be accounted when it is done, whatever it did.
 * <p>
 * A command has two or three of them at most. Those it reads only do not belong here.
 */
final class OpenValues {

    /** A value in its table. New for every command: to write into old objects costs more than to make young ones. */
    private static final class Open {

        final Segment segment;
        final EntryTable table;
        final Value value;
        /** The entry that has been made for it, or null if it was there before. */
        final Entry created;
        final long memory;
        Open next;

        Open(Segment segment, EntryTable table, Value value, Entry created, Open next) {
            this.segment = segment;
            this.table = table;
            this.value = value;
            this.created = created;
            this.memory = value.memory();
            this.next = next;
        }

        void settle() {
            long change = value.memory() - memory;
            if (change != 0) {
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
                segment.account(table.removeEntry(slot));
            }
        }
    }

    private Open first;

    boolean isEmpty() {
        return first == null;
    }

    /** Remembers what a value takes, unless that is remembered already. */
    void add(Segment segment, EntryTable table, Value value) {
        for (Open open = first; open != null; open = open.next) {
            if (open.value == value) {
                return;
            }
        }
        first = new Open(segment, table, value, null, first);
    }

    /** Remembers what a new, empty value takes. It is to be filled, or does not remain. */
    void addCreated(Segment segment, EntryTable table, Entry entry) {
        first = new Open(segment, table, entry.value, entry, first);
    }

    /** Accounts what the values have become, and forgets them. The caller holds the locks of their segments. */
    void close() {
        for (Open open = first; open != null; open = open.next) {
            open.settle();
            open.removeIfNeverFilled();
        }
        first = null;
    }

    /** Accounts what a value has become, and forgets it: it leaves its table. */
    void leave(Value value) {
        Open before = null;
        for (Open open = first; open != null; open = open.next) {
            if (open.value == value) {
                open.settle();
                if (before == null) {
                    first = open.next;
                } else {
                    before.next = open.next;
                }
                return;
            }
            before = open;
        }
    }
}
