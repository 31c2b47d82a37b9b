package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Heap;

/** A consumer of a {@link StreamGroup}. */
final class StreamConsumer implements ReadableConsumer, Named {

    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + Long.BYTES);

    private final byte[] name;
    final PendingEntries pending = new PendingEntries();
    long seenTime;

    StreamConsumer(byte[] name, long seenTime) {
        this.name = name;
        this.seenTime = seenTime;
    }

    @Override
    public byte[] name() {
        return name;
    }

    @Override
    public long seenTime() {
        return seenTime;
    }

    @Override
    public ReadablePending pending() {
        return pending;
    }

    /** What it takes, without the entries. */
    long memory() {
        return OBJECT_MEMORY + Heap.array(name.length) + pending.memory();
    }
}
