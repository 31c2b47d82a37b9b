package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.value.ValueType;

/** The databases as a whole. What changes them needs the gate to be open for {@link Store#ALL}. */
public final class Databases {

    private final Gate gate;
    private final Store store;

    Databases(Gate gate) {
        this.gate = gate;
        this.store = gate.store;
    }

    /** How many there are for clients. */
    public int count() {
        return store.selectable();
    }

    /** Makes room in one for so many keys, which are about to be loaded. */
    public void reserve(int database, long keys) {
        int each = (int) Math.min(Integer.MAX_VALUE / 2, keys / Store.SEGMENTS + 1);
        for (Segment segment : store.segments) {
            segment.account(segment.tableForWriting(database).reserveEntries(each));
        }
    }

    /** Empties one. */
    public void clear(int database) {
        Keyspace keyspace = gate.database(database);
        for (Segment segment : store.segments) {
            segment.beforeChange();
            EntryTable cleared = segment.tables[database];
            if (cleared != null) {
                for (DatabaseKey awaited : segment.waiters.keySet()) {
                    if (awaited.database() == database && holdsStream(cleared, awaited)) {
                        gate.streamGone(awaited);
                    }
                }
                segment.tables[database] = null;
                segment.changes += cleared.size();
                segment.account(-cleared.memory());
            }
            keyspace.watches().touch(segment, cleared, null);
        }
        gate.changed();
    }

    /** Tells those who keep copies of what they have read that databases have been emptied. */
    public void tellCleared() {
        if (gate.isObserved()) {
            gate.news().flushed();
        }
    }

    /** Gives two of them each other's keys. */
    public void swap(int first, int second) {
        for (Segment segment : store.segments) {
            segment.beforeChange();
            EntryTable table = segment.tables[first];
            segment.tables[first] = segment.tables[second];
            segment.tables[second] = table;
            gate.database(first).watches().touch(segment, table, segment.tables[first]);
            gate.database(second).watches().touch(segment, segment.tables[first], table);
            for (DatabaseKey awaited : segment.waiters.keySet()) {
                EntryTable holding = segment.tables[awaited.database()];
                if (awaited.database() == first || awaited.database() == second) {
                    if (Watches.holds(holding, awaited.key())) {
                        gate.ready(awaited);
                    }
                    EntryTable held = segment.tables[awaited.database() == first ? second : first];
                    if (holdsStream(held, awaited) && !holdsStream(holding, awaited)) {
                        gate.streamGone(awaited);
                    }
                }
            }
        }
        gate.changed();
    }

    /** Something that belongs to the data has changed, and it is no key: functions. */
    public void changed() {
        store.segments[0].changes++;
        gate.changed();
    }

    private static boolean holdsStream(EntryTable table, DatabaseKey key) {
        int slot = table == null ? -1 : table.find(key.key());
        return slot >= 0 && Entry.type(table.elementAt(slot)) == ValueType.STREAM;
    }
}
