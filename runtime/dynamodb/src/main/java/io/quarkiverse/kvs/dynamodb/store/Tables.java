package io.quarkiverse.kvs.dynamodb.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.TableCodec;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/**
 * All tables, in one database of the store. Their descriptions are entries of an ordered map, too.
 * <p>
 * Safe for use by many threads.
 */
public final class Tables {

    private static final MapKey CATALOG = new MapKey("tables");
    /** So many items are put into a new index at most before others may go on. */
    private static final int BATCH = 1_000;
    /** Items that should have expired before that many seconds do not: the service takes such an instant for a mistake. */
    private static final long OLDEST_EXPIRY = 5L * 365 * 24 * 60 * 60;
    /** How long the records of streams stay. */
    static final long STREAM_MILLIS = 24L * 60 * 60 * 1000;

    private final ServerState server;
    private final int database;
    private final NavigableMap<String, Table> all = new ConcurrentSkipListMap<>();
    private final ThreadLocal<Gate> gates;
    /** Held while descriptions change: one after the other. */
    private final Object changing = new Object();

    /** The reign of this server among others with the same data in which the tables were found; 0 for none. */
    private volatile long reign;
    /** The same for those that are being found, by the thread that holds the lock. */
    private volatile long nextReign;

    /**
     * Finds the tables that are there; if the server is one of several with the same data, only once it leads: see
     * {@link #prepare}.
     *
     * @param server its data has been loaded
     * @param database the one of the store that they are in
     */
    public Tables(ServerState server, int database) {
        this.server = server;
        this.database = database;
        gates = ThreadLocal.withInitial(() -> new Gate(server.store()));
        if (server.group() == null) {
            load();
        }
    }

    /**
     * Before a request: if this server is one of several with the same data, and has begun to lead, finds the tables that are
     * there.
     *
     * @throws DynamoDbException an InternalServerError if it does not lead
     * @throws RunOnWorkerException if that takes a while, and this thread is not to wait
     */
    public void prepare(boolean mayWait) {
        ReplicaGroup group = server.group();
        if (group == null || group.reign() != 0 && group.reign() == reign) {
            return;
        }
        if (group.reign() == 0) {
            throw elsewhere();
        }
        if (!mayWait) {
            throw RunOnWorkerException.INSTANCE;
        }
        synchronized (changing) {
            long begun = group.reign();
            if (begun != reign) {
                all.values().forEach(Table::gone);
                all.clear();
                nextReign = begun;
                load();
                reign = begun;
            }
        }
    }

    static DynamoDbException elsewhere() {
        return DynamoDbException.of(ErrorType.INTERNAL, "Another server leads, or none: try again");
    }

    /** Whether requests are answered here, with the tables that were found. */
    private boolean isHere() {
        ReplicaGroup group = server.group();
        if (group == null) {
            return true;
        }
        long current = group.reign();
        return current != 0 && (current == reign || current == nextReign && Thread.holdsLock(changing));
    }

    /** In which reign the tables were found; 0 if there are no others with the same data. */
    long reign() {
        return reign;
    }

    /**
     * The record of the log that an answer waits for. Among several servers with the same data, this tells of the tables
     * themselves as well, and that this one has led when it answered.
     *
     * @param record the one of the items that the answer tells of; 0 for none
     * @throws RunOnWorkerException if another thread is in the way, and this one is not to wait; only if there is no such
     *         record
     */
    public long settled(long record, boolean mayWait) {
        if (server.group() == null) {
            return record;
        }
        long last = record;
        if (record == 0) {
            Gate gate = open(CATALOG.segment(), mayWait);
            gate.close();
            last = gate.dependsOn();
        }
        return server.changes().seen(last, this);
    }

    int database() {
        return database;
    }

    /** Milliseconds since 1970. */
    public long now() {
        return server.time().currentTimeMillis();
    }

    /** For a request. */
    public Session session(boolean mayWait) {
        return new Session(this, mayWait);
    }

    /** The table of this name, in any state; null if there is none. */
    public Table find(String name) {
        Table table = all.get(name);
        return table == null || isOver(table) ? null : table;
    }

    /** All tables by their names. */
    public NavigableMap<String, Table> all() {
        NavigableMap<String, Table> present = new ConcurrentSkipListMap<>(all);
        present.values().removeIf(this::isOver);
        return present;
    }

    private boolean isOver(Table table) {
        long gone = table.description().goneAt();
        return gone > 0 && gone <= now();
    }

    // The gate

    /** @throws RunOnWorkerException if another thread is in the way, and this one is not to wait */
    Gate open(long segments, boolean mayWait) {
        Gate gate = gates.get();
        gate.forget();
        long now = now();
        if (mayWait) {
            gate.open(segments, now);
        } else if (!gate.tryOpen(segments, now)) {
            throw RunOnWorkerException.INSTANCE;
        }
        if (!isHere()) {
            gate.close();
            throw elsewhere();
        }
        gate.begin(Gate.Lookups.UNNOTICED);
        return gate;
    }

    View view(Gate gate, Table table, IndexDescription index) {
        OrderedSnapshot rows = null;
        if (index != null) {
            for (Table.IndexMap map : table.indexes()) {
                if (map.description().name().equals(index.name())) {
                    rows = snapshot(gate, map.key());
                }
            }
        }
        return new View(table.description(), index, snapshot(gate, table.items()), rows);
    }

    private OrderedSnapshot snapshot(Gate gate, MapKey key) {
        ReadableOrderedMap map = gate.database(database).read().orderedMap(key.key());
        return map == null ? null : map.snapshot();
    }

    /**
     * Before items are put.
     *
     * @throws DynamoDbException an InternalServerError if that is not possible, since memory or the disk is short
     */
    public void requireRoom(boolean mayWait) {
        String failure = server.persistence().failure();
        if (failure != null) {
            throw DynamoDbException.of(ErrorType.INTERNAL, failure);
        }
        if (server.maxMemory().isExceeded() || server.maxMemory().isHeapShort()) {
            throw DynamoDbException.of(ErrorType.INTERNAL, "There is no memory for more items: see maxmemory");
        }
        if (server.persistence().isBehind()) {
            if (!mayWait) {
                throw RunOnWorkerException.INSTANCE;
            }
            server.persistence().awaitRoom();
        }
    }

    // Tables. Not for event loops: these wait for each other.

    /** A table, and the record of the log that tells of it. */
    public record Created(Table table, long dependsOn) {
    }

    /** @throws DynamoDbException a ResourceInUseException if there is one of this name, unless it is left over */
    public Created create(TableDescription description) {
        synchronized (changing) {
            Table there = find(description.name());
            if (there != null && !there.isLeftOver()) {
                throw DynamoDbException.of(ErrorType.RESOURCE_IN_USE, "Table already exists: " + description.name());
            }
            remove(all.get(description.name()));
            Table table = new Table(description);
            long record = save(table, description);
            all.put(description.name(), table);
            return new Created(table, record);
        }
    }

    /**
     * Changes what a table is like; items are put into new indexes, and what belongs to removed ones goes.
     *
     * @param change gets the description, and answers another one; it may refuse
     */
    public long change(Table table, UnaryOperator<TableDescription> change) {
        synchronized (changing) {
            if (!table.isThere()) {
                throw Session.notFound();
            }
            TableDescription before = table.description();
            TableDescription after = change.apply(before);
            long record = save(table, after);
            for (IndexDescription index : before.indexes()) {
                if (after.index(index.name()) == null) {
                    record = drop(Table.indexKey(before, index));
                }
            }
            for (Table.IndexMap index : table.indexes()) {
                if (before.index(index.description().name()) == null) {
                    record = fill(table, (draft, key, item) -> draft.index(index, key, item));
                }
            }
            if (after.ttl() != null && !after.ttl().equals(before.ttl())) {
                drop(table.expiry());
                record = fill(table, (draft, key, item) -> draft.expiry(table, after.ttl(), key, item));
            }
            return record;
        }
    }

    private interface Filling {
        void put(Change change, byte[] key, Map<String, AttributeValue> item);
    }

    /** Some items at a time. One that others change meanwhile is put as it is then. */
    private long fill(Table table, Filling filling) {
        Session session = session(true);
        Rows rows = session.view(table, null).rows(KeyBound.START, KeyBound.END, true);
        List<byte[]> keys = new ArrayList<>();
        boolean more = true;
        while (more) {
            keys.clear();
            while (keys.size() < BATCH && (more = rows.next())) {
                keys.add(rows.key());
            }
            session.change(table, change -> {
                for (byte[] key : keys) {
                    Map<String, AttributeValue> item = change.get(table, key);
                    if (item != null) {
                        filling.put(change, key, item);
                    }
                }
                return null;
            });
        }
        return session.dependsOn();
    }

    private long drop(MapKey map) {
        return in(map.segment(), change -> change.drop(map));
    }

    private long save(Table table, TableDescription description) {
        long segments = CATALOG.segment() | table.segments() | new Table(description).segments();
        return in(segments, change -> {
            change.set(CATALOG, description.name().getBytes(UTF_8), TableCodec.encode(description));
            table.become(description);
        });
    }

    private long in(long segments, Consumer<Change> work) {
        Gate gate = open(segments, true);
        try {
            Change change = new Change(gate, database);
            work.accept(change);
            change.end();
        } finally {
            gate.close();
        }
        return gate.dependsOn();
    }

    /** Removes a table with all that belongs to it; null for none. */
    public long remove(Table table) {
        synchronized (changing) {
            if (table == null || !table.isThere()) {
                return 0;
            }
            long record = in(CATALOG.segment() | table.segments(), change -> {
                table.gone();
                change.remove(CATALOG, table.name().getBytes(UTF_8));
                drop(change, table);
            });
            all.remove(table.name(), table);
            return record;
        }
    }

    private static void drop(Change change, Table table) {
        change.drop(table.items());
        change.drop(table.expiry());
        change.drop(table.stream());
        for (Table.IndexMap index : table.indexes()) {
            change.drop(index.key());
        }
    }

    /**
     * Removes the items of all tables, and the records of their streams. The tables stay, but are left over: another one can be
     * created in the place of such a table, until a request uses its items. Not for event loops.
     */
    public void empty() {
        for (Table table : all.values()) {
            empty(table);
        }
    }

    private void empty(Table table) {
        synchronized (changing) {
            if (table.description().goneAt() > 0) {
                remove(table);
            } else if (table.isThere()) {
                in(table.segments(), change -> {
                    drop(change, table);
                    table.add(-table.bytes());
                    table.leftOver(true);
                });
            }
        }
    }

    /** Removes all tables. */
    public void clear() {
        for (Table table : all.values()) {
            remove(table);
        }
    }

    private void load() {
        Gate gate = open(CATALOG.segment(), true);
        OrderedSnapshot catalog;
        try {
            catalog = snapshot(gate, CATALOG);
        } finally {
            gate.close();
        }
        if (catalog == null) {
            return;
        }
        Bytes view = new Bytes();
        for (OrderedCursor cursor = catalog.cursor(KeyBound.START); cursor.next();) {
            Bytes value = cursor.value(view);
            Table table = new Table(TableCodec.decode(value.array(), value.offset()));
            count(table);
            all.put(table.name(), table);
        }
    }

    private void count(Table table) {
        Rows rows = session(true).view(table, null).rows(KeyBound.START, KeyBound.END, true);
        while (rows.next()) {
            table.add(ItemSize.of(rows.item()));
        }
        OrderedSnapshot stream = stream(table);
        if (stream != null) {
            OrderedCursor cursor = stream.cursor(KeyBound.END);
            if (cursor.previous()) {
                Bytes key = cursor.key(new Bytes());
                table.lastSequence(StreamRecord.sequence(key.array(), key.offset()));
            }
        }
    }

    // Streams

    /** The records of a table's stream; null if there are none. */
    OrderedSnapshot stream(Table table) {
        Gate gate = open(table.stream().segment(), true);
        try {
            return snapshot(gate, table.stream());
        } finally {
            gate.close();
        }
    }

    /**
     * Records of a stream in their order.
     *
     * @param from the sequence number that the first one has at least
     */
    public List<StreamRecord> records(Table table, long from, int most) {
        List<StreamRecord> records = new ArrayList<>();
        OrderedSnapshot stream = stream(table);
        if (stream != null) {
            OrderedCursor cursor = stream.cursor(KeyBound.before(StreamRecord.key(from)));
            Bytes view = new Bytes();
            while (records.size() < most && cursor.next()) {
                Bytes key = cursor.key(view);
                long sequence = StreamRecord.sequence(key.array(), key.offset());
                Bytes value = cursor.value(view);
                records.add(StreamRecord.decode(sequence, value.array(), value.offset()));
            }
        }
        return records;
    }

    // Time

    /**
     * Deletes items whose time is over, records of streams that are a day old, and tables that are to go. Not for event loops.
     */
    public void maintain() {
        ReplicaGroup group = server.group();
        if (group != null) {
            if (!group.isLeading()) {
                return;
            }
            prepare(true);
        }
        for (Table table : all.values()) {
            try {
                maintain(table);
            } catch (DynamoDbException e) {
                // If another thread has removed it meanwhile, the others have their turn all the same.
                if (table.isThere()) {
                    throw e;
                }
            }
        }
    }

    private void maintain(Table table) {
        if (isOver(table)) {
            remove(table);
            return;
        }
        if (table.description().ttl() != null) {
            expire(table);
        }
        if (table.description().stream() != null || table.description().formerStream() != null) {
            trim(table);
        }
    }

    private void expire(Table table) {
        Session session = session(true);
        long seconds = now() / 1000;
        boolean more = true;
        while (more && table.isThere()) {
            more = session.change(table, change -> {
                List<byte[]> due = first(table.expiry(), StreamRecord.key(Math.max(0, seconds - OLDEST_EXPIRY)),
                        StreamRecord.key(seconds));
                for (byte[] each : due) {
                    byte[] key = Arrays.copyOfRange(each, Long.BYTES, each.length);
                    Map<String, AttributeValue> item = change.get(table, key);
                    if (item == null) {
                        change.remove(table.expiry(), each);
                    } else {
                        change.expire(table, key, item);
                    }
                }
                return due.size() == BATCH;
            });
        }
    }

    private void trim(Table table) {
        long oldest = StreamRecord.firstSequence(now() - STREAM_MILLIS);
        Session session = session(true);
        boolean more = true;
        while (more && table.isThere()) {
            more = session.change(table, change -> {
                List<byte[]> old = first(table.stream(), StreamRecord.key(0), StreamRecord.key(oldest));
                old.forEach(key -> change.remove(table.stream(), key));
                return old.size() == BATCH;
            });
        }
    }

    /** The first keys of a map between two, with the gate of this thread open. */
    private List<byte[]> first(MapKey map, byte[] from, byte[] to) {
        List<byte[]> keys = new ArrayList<>();
        ReadableOrderedMap held = gates.get().database(database).read().orderedMap(map.key());
        if (held != null) {
            OrderedSnapshot now = held.read();
            long count = Math.min(BATCH, now.count(KeyBound.before(from), KeyBound.before(to)));
            OrderedCursor cursor = now.cursor(KeyBound.before(from));
            Bytes view = new Bytes();
            for (long i = 0; i < count && cursor.next(); i++) {
                keys.add(cursor.key(view).copy());
            }
        }
        return keys;
    }
}
