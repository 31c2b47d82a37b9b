package io.quarkiverse.kvs.runtime.store;

/**
 * The data: keys spread over {@value #SEGMENTS} segments by their hash, each segment under a lock of its own, so that event
 * loops and application threads work side by side unless they want the same segment.
 * <p>
 * Sets of segments are the bits of a {@code long}; several are always locked in ascending order, so nobody waits in a circle.
 * Reading and changing goes through a {@link Keyspace}, which every thread (or connection) has for itself, with the locks of
 * the keys in question held.
 */
public final class Store {

    static final int SEGMENTS = Long.SIZE;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SEGMENTS);

    /** No segment: what a command locks that touches no key. */
    public static final long NONE = 0L;
    /** Every segment: the whole keyspace stands still. */
    public static final long ALL = -1L;

    final Segment[] segments = new Segment[SEGMENTS];

    public Store() {
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment();
        }
    }

    static int segmentOf(long hash) {
        return (int) (hash >>> SHIFT);
    }

    /** Waits for the locks of a set of segments. The caller holds no segment yet. */
    public void lock(long set) {
        for (long left = set; left != 0; left &= left - 1) {
            segments[Long.numberOfTrailingZeros(left)].lock.lock();
        }
    }

    /** Gives the locks back that {@link #lock(long)} took. */
    public void unlock(long set) {
        for (long left = set; left != 0; left &= left - 1) {
            segments[Long.numberOfTrailingZeros(left)].lock.unlock();
        }
    }
}
