package io.quarkiverse.kvs.core.store.bytes;

/**
 * The size of objects on the heap of a 64-bit JVM with compressed references, which is what every JVM uses with a heap below 32
 * gigabytes: a header of 12 bytes, 4 bytes for a reference, everything rounded up to 8.
 */
public final class Heap {

    public static final int REFERENCE = 4;
    private static final int OBJECT_HEADER = 12;
    private static final int ARRAY_HEADER = 16;

    private Heap() {
    }

    /** An object whose fields take so many bytes. */
    public static long object(int fields) {
        return round(OBJECT_HEADER + fields);
    }

    /** An array whose elements take so many bytes together. */
    public static long array(long elements) {
        return round(ARRAY_HEADER + elements);
    }

    private static long round(long bytes) {
        return bytes + 7 & -8;
    }
}
