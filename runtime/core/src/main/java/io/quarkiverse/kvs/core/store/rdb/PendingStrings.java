package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Strings of a file that are to go into one segment of a store, together. Put there one by one, in the order of the file, each
 * would touch another part of the tables: that is slow for the processor's cache, and for garbage collectors that note which
 * parts of old arrays were changed.
 * <p>
 * An instance belongs to one thread, and is used again.
 */
final class PendingStrings {

    private static final int ENTRIES = 1024;
    private static final int BYTES = 64 * 1024;

    /** Takes what was pending. */
    @FunctionalInterface
    interface Taker {

        /** The views show something else after the call. */
        void take(int database, Key key, Bytes value, long expireAt);
    }

    private final int[] databases = new int[ENTRIES];
    private final long[] hashes = new long[ENTRIES];
    private final long[] expireAts = new long[ENTRIES];
    /** Where keys and values end. */
    private final int[] keyEnds = new int[ENTRIES];
    private final int[] valueEnds = new int[ENTRIES];
    private final byte[] bytes = new byte[BYTES];
    private int count;
    private int length;
    private final Key key = new Key();
    private final Bytes value = new Bytes();

    /** @return false if there is no room for it, even if there is nothing else */
    static boolean canTake(Key key, Bytes value) {
        return (long) key.length() + value.length() <= BYTES;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether there is room for a string now. */
    boolean hasRoom(Key newKey, Bytes newValue) {
        return count < ENTRIES && newKey.length() + newValue.length() <= BYTES - length;
    }

    void add(RdbKey entry, Bytes newValue) {
        databases[count] = entry.database();
        hashes[count] = entry.key().hash();
        expireAts[count] = entry.expireAt();
        append(entry.key());
        keyEnds[count] = length;
        append(newValue);
        valueEnds[count++] = length;
    }

    private void append(Bytes some) {
        System.arraycopy(some.array(), some.offset(), bytes, length, some.length());
        length += some.length();
    }

    /** Hands all of them out, in the order in which they came; then there are none. */
    void takeAll(Taker taker) {
        int entries = count;
        count = 0;
        length = 0;
        int at = 0;
        for (int i = 0; i < entries; i++) {
            key.show(bytes, at, keyEnds[i] - at);
            key.hash(hashes[i]);
            value.show(bytes, keyEnds[i], valueEnds[i] - keyEnds[i]);
            at = valueEnds[i];
            taker.take(databases[i], key, value, expireAts[i]);
        }
    }
}
