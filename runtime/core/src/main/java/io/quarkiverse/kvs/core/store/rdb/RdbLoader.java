package io.quarkiverse.kvs.core.store.rdb;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Usage;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Puts what an RDB file has into a store, through the gate, which is open for one segment at a time. Nothing is recorded: the
 * log of the store is not told. Short strings wait until there are some for the same segment, at most until {@link #end}.
 * <p>
 * An instance belongs to one thread. Others may use the store meanwhile.
 */
public final class RdbLoader implements RdbVisitor {

    /** What becomes of keys whose time has come. */
    public enum Expired {
        /** They are left out: a master does so that starts with an RDB file. */
        DROPPED,
        /** They stay, until the log says that they are gone: for the base of an append-only file, and for replicas. */
        KEPT
    }

    /** What becomes of keys that are there already. */
    public enum Duplicates {
        REFUSED,
        REPLACED
    }

    private final Store store;
    private final Gate gate;
    private final long now;
    private final Expired expired;
    private final Duplicates duplicates;
    private final Consumer<Bytes> functions;
    private final PendingStrings[] pending = new PendingStrings[Store.SEGMENTS];
    private int database;
    private long keys;
    private long dropped;

    /**
     * @param now in milliseconds since 1970
     * @param functions gets the code of each library of functions; may throw {@link RdbFormatException}
     */
    public RdbLoader(Store store, long now, Expired expired, Duplicates duplicates, Consumer<Bytes> functions) {
        this.store = store;
        this.now = now;
        this.expired = expired;
        this.duplicates = duplicates;
        this.functions = functions;
        gate = new Gate(store);
        gate.withoutExpiry();
    }

    /** How many keys there are in the store now that came from the file. */
    public long keys() {
        return keys;
    }

    /** How many keys of the file were left out because their time had come. */
    public long dropped() {
        return dropped;
    }

    @Override
    public void function(Bytes code) {
        functions.accept(code);
    }

    @Override
    public void database(int number) {
        if (number >= store.databases()) {
            throw new RdbFormatException("FATAL: Data file was created with a Redis server configured to handle more than "
                    + store.databases() + " databases. Exiting");
        }
        database = number;
    }

    @Override
    public void sizes(long keys, long expiring) {
        if (keys >= Store.SEGMENTS) {
            gate.open(Store.ALL, now);
            try {
                gate.databases().reserve(database, keys);
            } finally {
                gate.close();
            }
        }
    }

    @Override
    public void entry(RdbKey entry, Value value) {
        if (!isDropped(entry)) {
            Key key = entry.key();
            open(key);
            try {
                Keyspace keyspace = gate.database(entry.database());
                if (!keyspace.edit().add(key, value, entry.expireAt())) {
                    requireReplacing(key, entry.database());
                    keyspace.edit().put(key, value, entry.expireAt());
                }
                use(entry, keyspace);
            } finally {
                gate.close();
            }
        }
    }

    @Override
    public void string(RdbKey entry, Bytes value) {
        if (isDropped(entry)) {
            return;
        }
        Key key = entry.key();
        if (entry.frequency() < 0 && entry.idleSeconds() < 0 && PendingStrings.canTake(key, value)) {
            pending(key, value).add(entry, value);
            return;
        }
        open(key);
        try {
            put(entry.database(), key, value, entry.expireAt());
            use(entry, gate.database(entry.database()));
        } finally {
            gate.close();
        }
    }

    /** Opens the gate for a key. What is pending for the same segment is put there first. */
    private void open(Key key) {
        PendingStrings before = pending[number(key)];
        if (before != null && !before.isEmpty()) {
            put(key.segment(), before);
        }
        gate.open(key.segment(), now);
    }

    /** Where a string is to wait; there is room. */
    private PendingStrings pending(Key key, Bytes value) {
        int segment = number(key);
        PendingStrings strings = pending[segment];
        if (strings == null) {
            strings = new PendingStrings();
            pending[segment] = strings;
        } else if (!strings.hasRoom(key, value)) {
            put(key.segment(), strings);
        }
        return strings;
    }

    private static int number(Key key) {
        return Long.numberOfTrailingZeros(key.segment());
    }

    private void put(long segment, PendingStrings strings) {
        gate.open(segment, now);
        try {
            strings.takeAll(this::put);
        } finally {
            gate.close();
        }
    }

    private void put(int number, Key key, Bytes value, long expireAt) {
        Keyspace keyspace = gate.database(number);
        if (!keyspace.edit().addString(key, value, StringEncoding.AUTO, expireAt)) {
            requireReplacing(key, number);
            keyspace.edit().setString(key, value, StringEncoding.AUTO, expireAt);
        }
    }

    @Override
    public void end(int version, long checksum) {
        for (int i = 0; i < pending.length; i++) {
            if (pending[i] != null && !pending[i].isEmpty()) {
                put(1L << i, pending[i]);
            }
        }
    }

    private boolean isDropped(RdbKey entry) {
        if (expired == Expired.DROPPED && entry.expireAt() != Keyspace.NEVER && entry.expireAt() < now) {
            dropped++;
            return true;
        }
        keys++;
        return false;
    }

    private void requireReplacing(Key key, int number) {
        if (duplicates == Duplicates.REFUSED) {
            throw new RdbFormatException("RDB has duplicated key '" + key.latin1() + "' in DB " + number);
        }
        keys--;
    }

    private static void use(RdbKey entry, Keyspace keyspace) {
        if (entry.frequency() >= 0 || entry.idleSeconds() >= 0) {
            Usage usage = keyspace.usage();
            if (!usage.isCounted()) {
                usage.idleSeconds(entry.key(), Math.max(0, entry.idleSeconds()));
            } else if (entry.frequency() >= 0) {
                usage.frequency(entry.key(), entry.frequency());
            }
        }
    }
}
