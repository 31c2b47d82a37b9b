package io.quarkiverse.kvs.core.store.value;

/**
 * Up to what size a node of a stream takes more entries; 0 for no limit.
 *
 * @param bytes how many bytes it may take, as Redis counts them
 * @param entries how many entries it may have, deleted ones included
 */
public record StreamLimits(long bytes, long entries) {

    /** A node does not grow past this with any configuration. */
    static final int LARGEST = 1 << 30;

    boolean allow(long takenBytes, long moreBytes, long takenEntries) {
        long most = bytes == 0 || bytes > LARGEST ? LARGEST : bytes;
        return takenBytes + moreBytes < most && (entries == 0 || takenEntries < entries);
    }
}
