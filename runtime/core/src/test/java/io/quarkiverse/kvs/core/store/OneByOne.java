package io.quarkiverse.kvs.core.store;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.StringEncoding;

/** A database for tests that do one thing after the other: each opens the gate and closes it. */
final class OneByOne {

    private final Store store;
    private final Gate gate;
    private int database;
    private long now;

    OneByOne(Store store) {
        this(store, new SplittableRandom());
    }

    OneByOne(Store store, RandomGenerator random) {
        this.store = store;
        this.gate = new Gate(store, random, null);
    }

    void select(int number) {
        database = number;
    }

    void at(long instant) {
        now = instant;
    }

    /** Does something with a key. */
    <T> T with(Key key, Function<Keyspace, T> task) {
        gate.open(key.segment(), now);
        try {
            gate.begin(Gate.Lookups.ALL);
            return task.apply(gate.database(database));
        } finally {
            gate.close();
        }
    }

    void setString(Key key, Bytes value) {
        setString(key, value, StringEncoding.AUTO, Keyspace.NEVER);
    }

    void setString(Key key, Bytes value, StringEncoding encoding, long expireAt) {
        with(key, keyspace -> {
            keyspace.edit().setString(key, value, encoding, expireAt);
            return null;
        });
    }

    Bytes getString(Key key) {
        return with(key, keyspace -> keyspace.read().string(key));
    }

    boolean exists(Key key) {
        return with(key, keyspace -> keyspace.read().exists(key));
    }

    boolean delete(Key key) {
        return with(key, keyspace -> keyspace.edit().delete(key));
    }

    long memory(Key key) {
        return with(key, keyspace -> keyspace.edit().memory(key));
    }

    void clear() {
        gate.open(Store.ALL, now);
        gate.databases().clear(database);
        gate.close();
    }

    KeyspaceWalk walk() {
        return new KeyspaceWalk(store, database, now);
    }
}
