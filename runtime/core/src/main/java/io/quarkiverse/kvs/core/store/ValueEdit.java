package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * A value that may be changed in place, until the command that got it from the {@link Editor} ends or the value leaves its key.
 * The only way to change one: what it becomes is measured, and that it changed is declared, also if the command fails after
 * that.
 * <p>
 * Getting one for the same value twice gives the same one.
 */
public abstract class ValueEdit {

    /** Makes one of a certain kind. */
    @FunctionalInterface
    interface Maker<E extends ValueEdit> {
        E make(Keyspace keyspace, Segment segment, Entry entry, boolean created);
    }

    private final Keyspace keyspace;
    private final Segment segment;
    final Entry entry;
    /** Whether the entry has been made for it, and is to be filled. */
    private final boolean created;
    private final long memory;
    private boolean changed;
    /** Whether those who watch the key are not to be told. */
    private boolean unwatched;
    /** Where the entry was found; -1 if that is not known. */
    private int slot = -1;
    /** Of the list that the gate keeps. */
    ValueEdit next;

    ValueEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        this.keyspace = keyspace;
        this.segment = segment;
        this.entry = entry;
        this.created = created;
        memory = entry.value.memory();
    }

    /** Notes that the value has changed, or is about to. */
    final void changes() {
        changed = true;
        unwatched = false;
    }

    /** The same of a change of which those who watch the key are not told. */
    final void changesUnwatched() {
        unwatched |= !changed;
        changed = true;
    }

    /** Those who wait for the key are to be served when the command has ended. */
    final void serveWaiters() {
        keyspace.serveWaiters(segment, new Key().show(entry.key));
    }

    /** Notes that the value is as it was. */
    final void unchanged() {
        changed = false;
    }

    /** Whether it has been changed. */
    public final boolean hasChanged() {
        return changed;
    }

    /** The command that got it has ended. */
    final void settle() {
        Value value = entry.value;
        measure();
        if (created && value.isEmpty()) {
            // It was never filled, and no reader could have seen it.
            removeEntry();
            return;
        }
        if (changed) {
            if (marksDiffer()) {
                mark();
            }
            keyspace.changed(segment, entry, unwatched);
        }
        pack();
    }

    /** What has become, or remained, small takes its compact form again. */
    private void pack() {
        byte[] packed = entry.packed();
        if (packed != null) {
            EntryTable table = table();
            int at = slot >= 0 && slot < table.capacity() && table.elementAt(slot) == entry ? slot
                    : table.find(new Key().show(entry.key));
            if (at >= 0 && table.elementAt(at) == entry) {
                segment.account(table.replaceEntry(at, packed, entry.expireAt != Entry.NEVER));
                segment.disown(entry.value);
            }
        }
    }

    /** Where the entry stands; it may have moved. */
    final void foundAt(int place) {
        slot = place;
    }

    /** Whether what the table notes of the entry beside its name is another than when the edit began. */
    boolean marksDiffer() {
        return false;
    }

    private void mark() {
        int slot = table().find(new Key().show(entry.key));
        if (slot >= 0 && table().elementAt(slot) == entry) {
            table().markFields(slot);
        }
    }

    /** Accounts what has become of the value. */
    final void measure() {
        long change = entry.value.memory() - memory;
        if (change != 0) {
            table().valueGrew(change);
            segment.account(change);
        }
    }

    private EntryTable table() {
        return segment.tables[keyspace.database()];
    }

    private void removeEntry() {
        EntryTable table = table();
        int slot = table.find(new Key().show(entry.key));
        if (slot >= 0 && table.elementAt(slot) == entry) {
            segment.account(table.removeEntry(slot));
        }
    }
}
