package io.quarkiverse.kvs;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/**
 * The ordered map of one key, for reactive callers: {@link ReactiveKeyValueStore#orderedMap}. It does what
 * {@link StoredOrderedMap} does, when and where {@link ReactiveKeyValueStore} says.
 */
public interface ReactiveStoredOrderedMap {

    /** OM.GET: the value of a name, or null. */
    Uni<@Nullable String> get(String name);

    /** OM.MGET: the values of names, in the same order, null where there is none. */
    Uni<List<@Nullable String>> get(List<String> names);

    /**
     * OM.SET: sets the value of a name.
     *
     * @return whether the name is new
     */
    Uni<Boolean> set(String name, String value);

    /**
     * OM.SET: sets the values of names, all at once.
     *
     * @return how many of them are new
     */
    Uni<Long> set(Map<String, String> values);

    /**
     * OM.SET with NX: sets the value of a name that does not exist.
     *
     * @return whether it was set
     */
    Uni<Boolean> setIfAbsent(String name, String value);

    /** OM.WRITE: sets and removes names, all of that at once or nothing. */
    Uni<Void> batch(Consumer<StoredOrderedMap.Batch> changes);

    /**
     * OM.DEL: removes names.
     *
     * @return how many there were
     */
    Uni<Long> remove(String... names);

    /** OM.EXISTS: whether there is a name. */
    Uni<Boolean> contains(String name);

    /** OM.LEN: the number of names. */
    Uni<Long> size();

    /** OM.RANGE: the first entries of a range, at most so many. */
    Uni<Map<String, String>> range(@Nullable String from, @Nullable String to, long count);

    /** OM.RANGE with REV: the last entries of a range, at most so many, the last one first. */
    Uni<Map<String, String>> descendingRange(@Nullable String from, @Nullable String to, long count);

    /** OM.RANGE with PREFIX: the first entries whose names begin so, at most so many. */
    Uni<Map<String, String>> prefix(String prefix, long count);

    /** OM.COUNT: how many entries a range has. */
    Uni<Long> count(@Nullable String from, @Nullable String to);

    /**
     * OM.REMRANGE: removes the entries of a range.
     *
     * @return how many there were
     */
    Uni<Long> removeRange(@Nullable String from, @Nullable String to);

    /** OM.POPFIRST: removes and returns the first entries, up to {@code count}. */
    Uni<Map<String, String>> removeFirst(long count);

    /** OM.POPLAST: removes and returns the last entries, up to {@code count}, the last one first. */
    Uni<Map<String, String>> removeLast(long count);
}
