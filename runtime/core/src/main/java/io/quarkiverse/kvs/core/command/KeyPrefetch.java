package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Fetches the memory that keys lead to before their commands run, several keys at once, so that the processor does not wait for
 * one after the other. Belongs to one thread.
 */
final class KeyPrefetch {

    /** An array's element that is in the cache line behind that of its first ones. */
    private static final int NEXT_LINE = 48;

    private final Key key = new Key();
    private Object[] near = new Object[64];
    /** Of no use; but what would not be stored, the compiler would not compute. */
    @SuppressWarnings("UnusedVariable")
    private int fetched;

    /**
     * Fetches what the first arguments of some requests lead to, if they are keys, as they mostly are; and tells the requests
     * their hashes.
     */
    void fetch(Gate gate, int database, Request[] requests, int count) {
        if (near.length < count) {
            near = new Object[count];
        }
        for (int i = 0; i < count; i++) {
            if (requests[i].count() > 1) {
                requests[i].show(1, key);
                requests[i].keyHash(key.hash());
                near[i] = gate.entryNear(database, key);
            }
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (near[i] instanceof byte[] packed) {
                // One byte of each of the two cache lines that most entries lie in.
                sum += packed.length > NEXT_LINE ? packed[NEXT_LINE] : packed.length;
            }
            near[i] = null;
        }
        fetched = sum;
    }
}
