package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * A group of consumers of a {@link StreamValue}.
 * <p>
 * Invariant: each entry that is pending in the group is so with exactly one consumer, in one object.
 */
final class StreamGroup implements ReadableGroup, Named {

    private static final long OBJECT_MEMORY = Heap.object(3 * Heap.REFERENCE + 4 * Long.BYTES);

    private final byte[] name;
    private final PendingEntries pending = new PendingEntries();
    private final ShiftArray<StreamConsumer> consumers = new ShiftArray<>();
    long lastMs;
    long lastSeq;
    long entriesRead;
    /** Of all consumers, without their pending entries. */
    private long consumerMemory;

    StreamGroup(byte[] name, StreamId lastId, long entriesRead) {
        this.name = name;
        this.lastMs = lastId.ms();
        this.lastSeq = lastId.seq();
        this.entriesRead = entriesRead;
    }

    /** Another one that has the same. */
    StreamGroup copy() {
        StreamGroup copy = new StreamGroup(name, lastId(), entriesRead);
        for (int i = 0; i < consumers.size(); i++) {
            StreamConsumer consumer = consumers.get(i);
            copy.createConsumer(consumer.name(), consumer.seenTime);
        }
        Bytes owner = new Bytes();
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
            copy.addPending(new PendingEntry(entry.ms, entry.seq, copy.consumer(owner.show(entry.consumer.name())),
                    entry.deliveryTime, entry.deliveries));
        }
        return copy;
    }

    long memory() {
        return OBJECT_MEMORY + Heap.array(name.length) + pending.memory() + pending.size() * PendingEntry.MEMORY
                + consumers.memory() + consumerMemory;
    }

    @Override
    public byte[] name() {
        return name;
    }

    @Override
    public StreamId lastId() {
        return new StreamId(lastMs, lastSeq);
    }

    @Override
    public long entriesRead() {
        return entriesRead;
    }

    @Override
    public ReadablePending pending() {
        return pending;
    }

    @Override
    public int consumers() {
        return consumers.size();
    }

    @Override
    public StreamConsumer consumer(Bytes of) {
        int place = Named.find(consumers, of);
        return place < 0 ? null : consumers.get(place);
    }

    @Override
    public void forEachConsumer(Consumer<ReadableConsumer> visitor) {
        for (int i = 0; i < consumers.size(); i++) {
            visitor.accept(consumers.get(i));
        }
    }

    // Changing

    /** @return the consumer, or null if there is one of that name already */
    StreamConsumer createConsumer(byte[] of, long seenTime) {
        int place = Named.find(consumers, new Bytes().show(of));
        if (place >= 0) {
            return null;
        }
        StreamConsumer consumer = new StreamConsumer(of, seenTime);
        consumers.insert(-place - 1, consumer);
        consumerMemory += consumer.memory();
        return consumer;
    }

    /** Removes a consumer, and what is pending with it from the group, too. */
    void deleteConsumer(StreamConsumer consumer) {
        PendingEntries of = consumer.pending;
        for (PendingEntry entry = of.atOrAfter(StreamId.MIN); entry != null; entry = of.after(entry)) {
            pending.remove(entry);
        }
        consumers.remove(Named.find(consumers, new Bytes().show(consumer.name())));
        consumerMemory -= consumer.memory();
    }

    /** Adds an entry whose id is not pending. */
    void addPending(PendingEntry entry) {
        pending.add(entry);
        addTo(entry.consumer, entry);
    }

    void removePending(PendingEntry entry) {
        pending.remove(entry);
        removeFrom(entry.consumer, entry);
    }

    /** Gives an entry to another consumer. */
    void assign(PendingEntry entry, StreamConsumer consumer) {
        if (entry.consumer != consumer) {
            removeFrom(entry.consumer, entry);
            entry.consumer = consumer;
            addTo(consumer, entry);
        }
    }

    private void addTo(StreamConsumer consumer, PendingEntry entry) {
        long before = consumer.pending.memory();
        consumer.pending.add(entry);
        consumerMemory += consumer.pending.memory() - before;
    }

    private void removeFrom(StreamConsumer consumer, PendingEntry entry) {
        long before = consumer.pending.memory();
        consumer.pending.remove(entry);
        consumerMemory += consumer.pending.memory() - before;
    }
}
