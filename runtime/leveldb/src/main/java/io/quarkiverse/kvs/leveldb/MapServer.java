package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.iq80.leveldb.DBException;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.core.command.family.Families;
import io.quarkiverse.kvs.core.command.family.OrderedMapCommands;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.AppendOnlyFile;
import io.quarkiverse.kvs.core.log.DiskDirectory;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.OrderedMapEdit;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrders;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedTree;

/**
 * A server without sockets whose store has one key: the ordered map that is a database. What is done to the map goes through
 * the gate, and from there into the append-only file, in the words of commands.
 * <p>
 * Safe for use by many threads.
 */
final class MapServer implements DatabaseMap {

    private static final byte[] NAME = "db".getBytes(US_ASCII);
    private static final byte[] SET = "OM.SET".getBytes(US_ASCII);
    private static final byte[] DEL = "OM.DEL".getBytes(US_ASCII);
    private static final byte[] WRITE = "OM.WRITE".getBytes(US_ASCII);
    private static final byte[] CREATE = "OM.CREATE".getBytes(US_ASCII);
    private static final byte[] WRITE_SET = "SET".getBytes(US_ASCII);
    private static final byte[] WRITE_DEL = "DEL".getBytes(US_ASCII);
    /** So many changes are recorded as one command at most. */
    private static final int CHANGES_PER_COMMAND = 10_000;
    /** What the log can have as one word. */
    static final int MAX_ENTRY = 512 * 1024 * 1024;
    private static final long MAINTENANCE_MILLIS = 100;
    /** Files that take no more than so many times what the data takes in memory hold little that is outdated. */
    private static final int FILES_TO_MEMORY = 2;
    /** So much of the heap all data may take. */
    private static final double SHARE_OF_HEAP = 0.75;

    /** Looks for all databases whether their files are to be written anew. */
    private static final ScheduledExecutorService MAINTENANCE = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kvs-leveldb-maintenance");
        thread.setDaemon(true);
        return thread;
    });

    private final ServerState server;
    private final KeyOrder order;
    private final boolean durable;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, as are the next ones. */
    private final Gate gate;
    private final Key key = new Key();
    private final Bytes view = new Bytes();
    private final Bytes valueView = new Bytes();
    private @Nullable ScheduledFuture<?> maintenance;
    private volatile boolean suspended;
    private volatile boolean closed;

    private MapServer(ComparatorOrder comparator, PersistenceSettings.Initial persistence, long mostBytes) {
        Settings.Initial none = Settings.Initial.defaults();
        order = comparator.order();
        durable = persistence.load();
        this.mostBytes = mostBytes;
        Settings settings = new Settings(new Settings.Initial(none.limits(), none.maxClients(), none.replyBacklog(),
                none.timeoutSeconds(), none.password(), 1, none.host(), false, none.memory(), persistence));
        settings.keyOrders(KeyOrders.of(order));
        server = new ServerState(Families.with(List.of(OrderedMapCommands.ORDERS)), new Store(1), settings,
                System::currentTimeMillis, System::nanoTime);
        gate = new Gate(server.store());
        key.show(NAME);
    }

    /** The bytes beyond which nothing can be put, if nothing else is said. */
    static long mostBytes() {
        return (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP);
    }

    /** @param mostBytes beyond these, nothing can be put */
    static MapServer inMemory(ComparatorOrder order, long mostBytes) {
        MapServer server = new MapServer(order, PersistenceSettings.Initial.OFF, mostBytes);
        server.create();
        return server;
    }

    /** @throws IOException if the directory cannot be used, or what is in it cannot be read */
    static MapServer in(Path directory, ComparatorOrder order) throws IOException {
        MapServer server = new MapServer(order,
                PersistenceSettings.Initial.OFF.withAppendOnly(directory, FsyncPolicy.EVERYSEC), mostBytes());
        server.server.persistence().use(new DiskDirectory(directory),
                DiskDirectory.withRoom(directory.resolve(PersistenceSettings.APPEND_DIRECTORY)));
        server.server.persistence().startAndLoad();
        server.create();
        server.maintenance = MAINTENANCE.scheduleWithFixedDelay(server::maintain, MAINTENANCE_MILLIS, MAINTENANCE_MILLIS,
                TimeUnit.MILLISECONDS);
        return server;
    }

    private void maintain() {
        if (!suspended) {
            server.persistence().maintain(FILES_TO_MEMORY * server.store().memory());
        }
    }

    /** A map of another order than that of the bytes is there even if it is empty. */
    private void create() {
        if (order == KeyOrder.BYTES) {
            return;
        }
        lock.lock();
        try {
            open();
            Keyspace keyspace = gate.database(0);
            if (keyspace.edit().add(key, new OrderedMapValue(order), Keyspace.NEVER) && gate.isLogged()) {
                gate.effect(0, CREATE, NAME, order.name().getBytes(UTF_8));
            }
            gate.end();
        } finally {
            gate.close();
            lock.unlock();
        }
    }

    private void open() {
        gate.open(key.segment(), System.currentTimeMillis());
        gate.begin(Gate.Lookups.UNNOTICED);
    }

    @Override
    public void requireOpen() {
        if (closed) {
            throw new DBException("the database is closed");
        }
    }

    // Reading

    /** Looks at the map, which is null if there is nothing in it. */
    private <T> T look(Function<@Nullable ReadableOrderedMap, T> look) {
        lock.lock();
        try {
            requireOpen();
            open();
            try {
                return look.apply(gate.database(0).read().orderedMap(key));
            } finally {
                gate.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte @Nullable [] get(byte[] name) {
        return look(map -> {
            Bytes value = map == null ? null : map.read().get(view.show(name), valueView);
            return value == null ? null : value.copy();
        });
    }

    @Override
    public OrderedSnapshot snapshot() {
        return look(map -> map == null ? new OrderedTree(order).snapshot() : map.snapshot());
    }

    @Override
    public long memory() {
        return look(map -> map == null ? 0L : map.memory());
    }

    // Writing

    @Override
    public @Nullable OrderedSnapshot write(byte[] @Nullable [] changes, int count, boolean sync, boolean snapshot) {
        prepare(changes, count);
        Write write = new Write(changes, count, snapshot);
        if (sync && durable) {
            try {
                server.persistence().sync(write::run);
            } catch (IOException e) {
                throw new DBException("it was written, and may be on the disk or not: " + e.getMessage(), e);
            }
        } else {
            write.run();
        }
        return write.after;
    }

    /** What is written at once. */
    private final class Write {

        private final byte[] @Nullable [] changes;
        private final int count;
        private final boolean snapshot;
        private @Nullable OrderedSnapshot after;

        Write(byte[] @Nullable [] changes, int count, boolean snapshot) {
            this.changes = changes;
            this.count = count;
            this.snapshot = snapshot;
        }

        /** @return the number of its record */
        long run() {
            lock.lock();
            try {
                requireOpen();
                open();
                try {
                    OrderedMapEdit map = gate.database(0).edit().orderedMapOrNew(key);
                    if (count > 1 && order != KeyOrder.BYTES) {
                        // The comparator of the user may fail.
                        map.atomically(() -> apply(map, changes, count));
                    } else {
                        apply(map, changes, count);
                    }
                    if (snapshot) {
                        after = map.read().snapshot();
                    }
                    gate.end();
                    if (map.read().isEmpty()) {
                        gate.database(0).edit().delete(key);
                    }
                    if (gate.isLogged()) {
                        record(changes, count);
                    }
                } finally {
                    gate.close();
                }
                return gate.dependsOn();
            } finally {
                lock.unlock();
            }
        }
    }

    private void prepare(byte[] @Nullable [] changes, int count) {
        requireOpen();
        boolean grows = false;
        for (int i = 0; i < count; i++) {
            byte[] value = changes[2 * i + 1];
            if (value != null) {
                grows = true;
                requireFits((long) changes[2 * i].length + value.length);
            }
        }
        if (grows && server.store().takesMoreThan(mostBytes)) {
            throw new DBException("the data takes more than " + mostBytes + " bytes of memory: keys can only be deleted");
        }
        if (durable) {
            String failure = server.persistence().failure();
            if (failure != null) {
                throw new DBException(failure);
            }
            if (server.persistence().isBehind()) {
                server.persistence().awaitRoom();
            }
        }
    }

    /** @param length of a key and its value */
    static void requireFits(long length) {
        if (length > MAX_ENTRY) {
            throw new DBException("a key and its value are not to have more than " + MAX_ENTRY + " bytes together");
        }
    }

    private void apply(OrderedMapEdit map, byte[] @Nullable [] changes, int count) {
        for (int i = 0; i < count; i++) {
            view.show(changes[2 * i]);
            if (changes[2 * i + 1] == null) {
                map.remove(view);
            } else {
                map.put(view, valueView.show(changes[2 * i + 1]));
            }
        }
    }

    /** The log takes long words later, and the caller may change them meanwhile. */
    private static byte[] kept(byte[] word) {
        return word.length >= AppendOnlyFile.KEPT_WORD ? word.clone() : word;
    }

    private void record(byte[] @Nullable [] changes, int count) {
        if (count == 1) {
            if (changes[1] == null) {
                gate.effect(0, DEL, NAME, changes[0]);
            } else {
                gate.effect(0, SET, NAME, changes[0], kept(changes[1]));
            }
            return;
        }
        for (int from = 0; from < count; from += CHANGES_PER_COMMAND) {
            int to = Math.min(count, from + CHANGES_PER_COMMAND);
            int length = 2;
            for (int i = from; i < to; i++) {
                length += changes[2 * i + 1] == null ? 2 : 3;
            }
            byte[][] words = new byte[length][];
            words[0] = WRITE;
            words[1] = NAME;
            int at = 2;
            for (int i = from; i < to; i++) {
                boolean set = changes[2 * i + 1] != null;
                words[at++] = set ? WRITE_SET : WRITE_DEL;
                words[at++] = changes[2 * i];
                if (set) {
                    words[at++] = changes[2 * i + 1];
                }
            }
            gate.effect(0, words);
        }
    }

    // Files

    @Override
    public void compact() {
        requireOpen();
        if (!durable) {
            return;
        }
        try {
            if (!server.persistence().isRewriting()) {
                server.persistence().rewriteInBackground();
            }
            while (server.persistence().isRewriting()) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DBException("interrupted while the files were being written anew", e);
        }
    }

    @Override
    public void suspend() throws InterruptedException {
        requireOpen();
        suspended = true;
        while (server.persistence().isRewriting()) {
            Thread.sleep(1);
        }
    }

    @Override
    public void resume() {
        requireOpen();
        suspended = false;
    }

    @Override
    public long fileBytes() {
        return server.persistence().status().currentSize();
    }

    /** Writes what is left to the files. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        if (maintenance != null) {
            maintenance.cancel(false);
        }
        server.persistence().close();
    }
}
