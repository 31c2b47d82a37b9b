package io.quarkiverse.kvs;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The ordered map of one key: {@link KeyValueStore#orderedMap}. It has names with values, in the order of the names' bytes in
 * UTF-8, which is that of their Unicode code points.
 * <p>
 * A view, which costs nothing to get and holds nothing: each call is a command on what the key holds at that instant. A key
 * that does not exist is an empty map, and a map that becomes empty is a key that does not exist. If the key holds something
 * else, a {@link KvsException} says WRONGTYPE.
 * <p>
 * A range goes from a name, which belongs to it, up to another one, which does not; null in the place of one means that there
 * is no bound. Maps that are returned have the order of the range.
 */
public interface StoredOrderedMap {

    /** Collects what a batch is to do, in this order. */
    interface Batch {

        Batch set(String name, String value);

        Batch remove(String name);
    }

    /** OM.GET: the value of a name, or null. */
    @Nullable
    String get(String name);

    /** OM.MGET: the values of names, in the same order, null where there is none. */
    List<@Nullable String> get(List<String> names);

    /**
     * OM.SET: sets the value of a name.
     *
     * @return whether the name is new
     */
    boolean set(String name, String value);

    /**
     * OM.SET: sets the values of names, all at once.
     *
     * @return how many of them are new
     */
    long set(Map<String, String> values);

    /**
     * OM.SET with NX: sets the value of a name that does not exist.
     *
     * @return whether it was set
     */
    boolean setIfAbsent(String name, String value);

    /** OM.WRITE: sets and removes names, all of that at once or nothing. */
    void batch(Consumer<Batch> changes);

    /**
     * OM.DEL: removes names.
     *
     * @return how many there were
     */
    long remove(String... names);

    /** OM.EXISTS: whether there is a name. */
    boolean contains(String name);

    /** OM.LEN: the number of names. */
    long size();

    /** OM.RANGE: the first entries of a range, at most so many. */
    Map<String, String> range(@Nullable String from, @Nullable String to, long count);

    /** OM.RANGE with REV: the last entries of a range, at most so many, the last one first. */
    Map<String, String> descendingRange(@Nullable String from, @Nullable String to, long count);

    /** OM.RANGE with PREFIX: the first entries whose names begin so, at most so many. */
    Map<String, String> prefix(String prefix, long count);

    /** OM.COUNT: how many entries a range has. */
    long count(@Nullable String from, @Nullable String to);

    /**
     * OM.REMRANGE: removes the entries of a range.
     *
     * @return how many there were
     */
    long removeRange(@Nullable String from, @Nullable String to);

    /** OM.POPFIRST: removes and returns the first entries, up to {@code count}. */
    Map<String, String> removeFirst(long count);

    /** OM.POPLAST: removes and returns the last entries, up to {@code count}, the last one first. */
    Map<String, String> removeLast(long count);
}
