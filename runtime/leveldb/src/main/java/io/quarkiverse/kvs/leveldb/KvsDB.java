package io.quarkiverse.kvs.leveldb;

import static java.util.Objects.requireNonNull;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Range;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.Snapshot;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;

/**
 * A database. Safe for use by many threads; each iterator and each batch belongs to one. After {@link #close}, everything
 * throws a {@link DBException}, also what iterators and snapshots of it are asked.
 */
final class KvsDB implements DB {

    private static final String FILES_AT_LEVEL = "leveldb.num-files-at-level";
    private static final int LEVELS = 7;
    private static final ReadOptions READ = new ReadOptions();
    private static final WriteOptions WRITE = new WriteOptions();

    private final DatabaseMap map;

    KvsDB(DatabaseMap map) {
        this.map = map;
    }

    // Reading

    @Override
    public byte @Nullable [] get(byte[] key) {
        return get(key, READ);
    }

    @Override
    public byte @Nullable [] get(byte[] key, ReadOptions options) {
        requireNonNull(key, "key");
        if (options.snapshot() == null) {
            return map.get(key);
        }
        Bytes value = entries(options).get(new Bytes().show(key), new Bytes());
        return value == null ? null : value.copy();
    }

    private OrderedSnapshot entries(ReadOptions options) {
        if (options.snapshot() == null) {
            return map.snapshot();
        }
        if (options.snapshot() instanceof KvsSnapshot snapshot && snapshot.map() == map) {
            return snapshot.entries();
        }
        throw new IllegalArgumentException("the snapshot is of another database");
    }

    @Override
    public DBIterator iterator() {
        return iterator(READ);
    }

    @Override
    public DBIterator iterator(ReadOptions options) {
        return new KvsIterator(map, entries(options));
    }

    @Override
    public Snapshot getSnapshot() {
        return new KvsSnapshot(map, map.snapshot());
    }

    // Writing

    @Override
    public void put(byte[] key, byte[] value) {
        put(key, value, WRITE);
    }

    @Override
    public @Nullable Snapshot put(byte[] key, byte[] value, WriteOptions options) {
        return write(new byte[][] { requireNonNull(key, "key").clone(), requireNonNull(value, "value") }, 1, options);
    }

    @Override
    public void delete(byte[] key) {
        delete(key, WRITE);
    }

    @Override
    public @Nullable Snapshot delete(byte[] key, WriteOptions options) {
        return write(new byte[][] { requireNonNull(key, "key").clone(), null }, 1, options);
    }

    @Override
    public WriteBatch createWriteBatch() {
        map.requireOpen();
        return new KvsWriteBatch();
    }

    @Override
    public void write(WriteBatch batch) {
        write(batch, WRITE);
    }

    @Override
    public @Nullable Snapshot write(WriteBatch batch, WriteOptions options) {
        if (!(requireNonNull(batch, "batch") instanceof KvsWriteBatch changes)) {
            throw new IllegalArgumentException("the batch was made by another database");
        }
        return write(changes.changes(), changes.count(), options);
    }

    private @Nullable Snapshot write(byte[] @Nullable [] changes, int count, WriteOptions options) {
        OrderedSnapshot after = map.write(changes, count, options.sync(), options.snapshot());
        return after == null ? null : new KvsSnapshot(map, after);
    }

    // What there is to know

    /** How much memory the entries between take, about; a limit does not belong to its range. */
    @Override
    public long[] getApproximateSizes(Range... ranges) {
        OrderedSnapshot entries = map.snapshot();
        double each = entries.size() == 0 ? 0 : (double) map.memory() / entries.size();
        long[] sizes = new long[ranges.length];
        for (int i = 0; i < ranges.length; i++) {
            sizes[i] = Math.round(each * entries.count(KeyBound.before(ranges[i].start()), KeyBound.before(ranges[i].limit())));
        }
        return sizes;
    }

    /** Null for what is not known. There are no tables, so there are none at any level. */
    @Override
    public @Nullable String getProperty(String name) {
        map.requireOpen();
        if (requireNonNull(name, "name").startsWith(FILES_AT_LEVEL)) {
            String level = name.substring(FILES_AT_LEVEL.length());
            return level.matches("[0-9]") && Integer.parseInt(level) < LEVELS ? "0" : null;
        }
        return switch (name) {
            case "leveldb.stats" -> "entries: " + map.snapshot().size() + "\nbytes of memory: " + map.memory()
                    + "\nbytes of files: " + map.fileBytes() + "\n";
            case "leveldb.sstables" -> "";
            case "leveldb.approximate-memory-usage" -> Long.toString(map.memory());
            default -> null;
        };
    }

    // Files

    @Override
    public void suspendCompactions() throws InterruptedException {
        map.suspend();
    }

    @Override
    public void resumeCompactions() {
        map.resume();
    }

    /** Writes all files anew, for any range. */
    @Override
    public void compactRange(byte @Nullable [] begin, byte @Nullable [] end) {
        map.compact();
    }

    @Override
    public void close() {
        map.close();
    }
}
