package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * What an RDB file tells of an entry beside its value. An instance is reused for the next entry; the bytes of the key stay as
 * they are.
 */
public final class RdbKey {

    private final Key key = new Key();
    int database;
    long expireAt;
    long idleSeconds;
    int frequency;

    RdbKey() {
        clear();
    }

    void clear() {
        expireAt = Keyspace.NEVER;
        idleSeconds = -1;
        frequency = -1;
    }

    public Key key() {
        return key;
    }

    /** The number of its database. */
    public int database() {
        return database;
    }

    /** When it expires, in milliseconds since 1970, or {@link Keyspace#NEVER}. */
    public long expireAt() {
        return expireAt;
    }

    /** How long it had not been used when the file was written; -1 if the file does not tell. */
    public long idleSeconds() {
        return idleSeconds;
    }

    /** How often it was used, from 0 to 255; -1 if the file does not tell. */
    public int frequency() {
        return frequency;
    }
}
