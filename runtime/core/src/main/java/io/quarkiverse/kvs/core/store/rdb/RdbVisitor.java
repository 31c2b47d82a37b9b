package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Gets what an RDB file has, in the order in which it is there. Views show something else after the call. Methods may throw a
 * {@link RdbFormatException} to refuse the file.
 */
public interface RdbVisitor {

    /** Something about the file: see {@link RdbFileWriter#aux(String, String)}. */
    default void aux(Bytes name, Bytes value) {
    }

    /** The code of a library of functions. */
    default void function(Bytes code) {
    }

    /**
     * Data of a module that belongs to no key.
     *
     * @param name of the type of the module, 9 characters
     * @return whether to pass over it; otherwise the file is refused, as by Redis
     */
    default boolean moduleAux(String name) {
        return false;
    }

    /** What follows is in this database. */
    default void database(int number) {
    }

    /**
     * How many keys the database is said to have, and how many of them to expire: a hint. It may be wrong, but there are not
     * more than fit into the rest of the file or, if its size is not known, than a million.
     */
    default void sizes(long keys, long expiring) {
    }

    /** A key and its value, which belongs to the visitor from now on. */
    void entry(RdbKey key, Value value);

    /** A key that holds a string which is not long. */
    default void string(RdbKey key, Bytes value) {
        entry(key, new StringValue(value.copy(), StringEncoding.AUTO));
    }

    /**
     * The end: nothing follows.
     *
     * @param version of the format
     * @param checksum of the file: 0 if it has none
     */
    default void end(int version, long checksum) {
    }
}
