package io.quarkiverse.kvs;

import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an ordered map held at some instant, also when it has changed since: {@link KeyValueStore#orderedMapSnapshot}. Taking
 * one takes constant time; it holds memory only for what the map has changed since. Reading it takes no lock and disturbs no
 * command.
 * <p>
 * Immutable, and safe for use by several threads; each iterator belongs to one. A range goes from a name, which belongs to it,
 * up to another one, which does not; null in the place of one means that there is no bound.
 */
public interface OrderedMapSnapshot extends Iterable<Map.Entry<String, String>> {

    /** The value of a name, or null. */
    @Nullable
    String get(String name);

    /** The value of a name, or null. */
    byte @Nullable [] get(byte[] name);

    /** The number of names. */
    long size();

    /** How many entries a range has. Takes logarithmic time. */
    long count(@Nullable String from, @Nullable String to);

    /** All entries, in their order. */
    @Override
    default Iterator<Map.Entry<String, String>> iterator() {
        return range(null, null);
    }

    /** The entries of a range, in their order. */
    Iterator<Map.Entry<String, String>> range(@Nullable String from, @Nullable String to);

    /** The entries of a range, the last one first. */
    Iterator<Map.Entry<String, String>> descendingRange(@Nullable String from, @Nullable String to);

    /** The entries of a range as bytes, in their order. */
    Iterator<Map.Entry<byte[], byte[]>> binaryRange(byte @Nullable [] from, byte @Nullable [] to);

    /** The entries of a range as bytes, the last one first. */
    Iterator<Map.Entry<byte[], byte[]>> descendingBinaryRange(byte @Nullable [] from, byte @Nullable [] to);
}
