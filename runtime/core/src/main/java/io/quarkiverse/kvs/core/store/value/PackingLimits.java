package io.quarkiverse.kvs.core.store.value;

/**
 * Up to what size a collection is stored in one piece, as a {@link PackedList}.
 *
 * @param entries how many elements it may have (fields with their values, members with their scores)
 * @param bytes how many bytes each of them may have
 */
public record PackingLimits(long entries, long bytes) {
}
