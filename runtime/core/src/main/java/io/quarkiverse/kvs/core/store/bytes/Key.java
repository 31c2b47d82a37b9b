package io.quarkiverse.kvs.core.store.bytes;

import io.quarkiverse.kvs.core.store.Store;

/**
 * The bytes of a key, together with their hash, computed once: it chooses the segment to lock and the slot to look in.
 * Reused like every {@link Bytes}.
 */
public final class Key extends Bytes {

    private long hash;
    private boolean hashed;

    @Override
    public Key show(byte[] array, int offset, int length) {
        super.show(array, offset, length);
        hashed = false;
        return this;
    }

    /** Shows the whole of {@code array}. */
    @Override
    public Key show(byte[] array) {
        return show(array, 0, array.length);
    }

    /** Takes over the hash of the bytes shown, which was computed before. */
    public void hash(long known) {
        hash = known;
        hashed = true;
    }

    public long hash() {
        if (!hashed) {
            hash = KeyHash.of(array(), offset(), length());
            hashed = true;
        }
        return hash;
    }

    /** The segment this key lives in, as a set of one: see {@link Store#lock(long)}. */
    public long segment() {
        return 1L << Store.segmentOf(hash());
    }
}
