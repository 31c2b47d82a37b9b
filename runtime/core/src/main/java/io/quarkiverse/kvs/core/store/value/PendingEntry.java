package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Heap;

/** An entry of a stream that a consumer of a group has got, and has not acknowledged. */
public final class PendingEntry {

    static final long MEMORY = Heap.object(4 * Long.BYTES + Heap.REFERENCE);

    final long ms;
    final long seq;
    long deliveryTime;
    long deliveries;
    StreamConsumer consumer;

    PendingEntry(long ms, long seq, StreamConsumer consumer, long deliveryTime, long deliveries) {
        this.ms = ms;
        this.seq = seq;
        this.consumer = consumer;
        this.deliveryTime = deliveryTime;
        this.deliveries = deliveries;
    }

    public StreamId id() {
        return new StreamId(ms, seq);
    }

    /** Who has got it. */
    public ReadableConsumer consumer() {
        return consumer;
    }

    /** When the consumer got it last, in milliseconds since 1970. */
    public long deliveryTime() {
        return deliveryTime;
    }

    /** How often consumers have got it. */
    public long deliveries() {
        return deliveries;
    }
}
