package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * Pending entries in the order of their ids, in chunks of up to {@value #CHUNK}: finding, adding and removing one takes
 * logarithmic time, and constant time at the ends. The entries themselves belong to the group, and are not counted here.
 */
final class PendingEntries implements ReadablePending {

    static final int CHUNK = 128;
    private static final int FIRST = 4;
    private static final long OBJECT_MEMORY = Heap.object(Heap.REFERENCE + 2 * Long.BYTES);
    private static final long CHUNK_MEMORY = Heap.object(Heap.REFERENCE + Integer.BYTES);

    private static final class Chunk {

        private PendingEntry[] entries = new PendingEntry[FIRST];
        private int size;
    }

    private final ShiftArray<Chunk> chunks = new ShiftArray<>();
    private long size;
    private long chunkMemory;

    @Override
    public long size() {
        return size;
    }

    long memory() {
        return OBJECT_MEMORY + chunks.memory() + chunkMemory;
    }

    @Override
    public PendingEntry get(StreamId id) {
        PendingEntry found = atOrAfter(id);
        return found != null && found.ms == id.ms() && found.seq == id.seq() ? found : null;
    }

    @Override
    public PendingEntry atOrAfter(StreamId id) {
        int index = chunk(id.ms(), id.seq());
        if (index == chunks.size()) {
            return null;
        }
        Chunk chunk = chunks.get(index);
        return chunk.entries[place(chunk, id.ms(), id.seq())];
    }

    @Override
    public PendingEntry last() {
        if (size == 0) {
            return null;
        }
        Chunk chunk = chunks.last();
        return chunk.entries[chunk.size - 1];
    }

    /** The first chunk whose last entry is not in front of an id; how many there are if all are. */
    private int chunk(long ms, long seq) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            Chunk chunk = chunks.get(middle);
            PendingEntry last = chunk.entries[chunk.size - 1];
            if (StreamId.compare(last.ms, last.seq, ms, seq) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The first place in a chunk whose entry is not in front of an id. */
    private static int place(Chunk chunk, long ms, long seq) {
        int low = 0;
        int high = chunk.size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            PendingEntry entry = chunk.entries[middle];
            if (StreamId.compare(entry.ms, entry.seq, ms, seq) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Adds an entry whose id is not there. */
    void add(PendingEntry entry) {
        int index = chunk(entry.ms, entry.seq);
        if (index == chunks.size()) {
            addLast(entry);
        } else {
            Chunk chunk = chunks.get(index);
            if (chunk.size == CHUNK) {
                split(index);
                if (place(chunk, entry.ms, entry.seq) == chunk.size) {
                    chunk = chunks.get(index + 1);
                }
            }
            insert(chunk, place(chunk, entry.ms, entry.seq), entry);
        }
        size++;
    }

    private void addLast(PendingEntry entry) {
        if (chunks.isEmpty() || chunks.last().size == CHUNK) {
            Chunk chunk = new Chunk();
            if (!chunks.isEmpty()) {
                // More will follow.
                chunk.entries = new PendingEntry[CHUNK];
            }
            chunks.add(chunk);
            chunkMemory += memory(chunk);
        }
        Chunk last = chunks.last();
        insert(last, last.size, entry);
    }

    private void insert(Chunk chunk, int place, PendingEntry entry) {
        if (chunk.size == chunk.entries.length) {
            resize(chunk, Math.min(CHUNK, 2 * chunk.size));
        }
        System.arraycopy(chunk.entries, place, chunk.entries, place + 1, chunk.size - place);
        chunk.entries[place] = entry;
        chunk.size++;
    }

    private void resize(Chunk chunk, int capacity) {
        chunkMemory -= memory(chunk);
        chunk.entries = Arrays.copyOf(chunk.entries, capacity);
        chunkMemory += memory(chunk);
    }

    private void split(int index) {
        Chunk chunk = chunks.get(index);
        Chunk second = new Chunk();
        int half = CHUNK / 2;
        second.entries = new PendingEntry[CHUNK];
        second.size = CHUNK - half;
        System.arraycopy(chunk.entries, half, second.entries, 0, second.size);
        Arrays.fill(chunk.entries, half, CHUNK, null);
        chunk.size = half;
        chunks.insert(index + 1, second);
        chunkMemory += memory(second);
    }

    /** Removes an entry that is there. */
    void remove(PendingEntry entry) {
        int index = chunk(entry.ms, entry.seq);
        Chunk chunk = chunks.get(index);
        int place = place(chunk, entry.ms, entry.seq);
        chunk.size--;
        System.arraycopy(chunk.entries, place + 1, chunk.entries, place, chunk.size - place);
        chunk.entries[chunk.size] = null;
        size--;
        if (chunk.size == 0) {
            chunks.remove(index);
            chunkMemory -= memory(chunk);
        } else if (chunk.entries.length > FIRST && chunk.size <= chunk.entries.length / 8) {
            resize(chunk, Math.max(FIRST, chunk.entries.length / 4));
        }
    }

    private static long memory(Chunk chunk) {
        return CHUNK_MEMORY + Heap.array((long) Heap.REFERENCE * chunk.entries.length);
    }
}
