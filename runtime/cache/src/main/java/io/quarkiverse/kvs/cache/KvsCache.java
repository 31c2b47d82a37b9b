package io.quarkiverse.kvs.cache;

import org.jspecify.annotations.Nullable;

import io.quarkus.cache.Cache;
import io.smallrye.mutiny.Uni;

/**
 * A cache whose entries are keys of the key/value store, named {@code cache:name:key}, with the value in JSON. Clients of the
 * server see them, they can expire, and they are evicted as {@code quarkus.kvs.max-memory-policy} says.
 *
 * <pre>
 * &#64;CacheName("prices")
 * Cache cache;
 *
 * KvsCache prices = cache.as(KvsCache.class);
 * </pre>
 *
 * Methods may be called from any thread. Nothing happens until a {@link Uni} is subscribed to. If several callers in this
 * process ask for the same missing value at once, it is computed once, and all of them get it. If the store does not take a
 * value that was computed, because it is full for example, the caller gets it all the same, and it is not kept.
 */
public interface KvsCache extends Cache {

    /**
     * What was asked of this cache by this process since it was started.
     *
     * @param hits values that were found
     * @param misses values that had to be computed
     * @param puts values that were stored, computed or by {@link #put}
     */
    record Statistics(long hits, long misses, long puts) {

        /** The share of values that were found, from 0 to 1; 0 if nothing was asked for. */
        public double hitRate() {
            return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
        }
    }

    Statistics statistics();

    /**
     * Stores a value, which replaces one that is there.
     *
     * @param value may be null, which is stored, too
     * @return fails with a {@link io.quarkiverse.kvs.KvsException} if the store does not take it, because it is full for
     *         example
     */
    <V> Uni<Void> put(Object key, @Nullable V value);

    /** The value, or null if there is none; it is not computed. */
    <V> Uni<@Nullable V> getIfPresent(Object key, Class<V> type);

    /** The number of entries. It takes time in proportion to the number of keys in database 0 of the store. */
    Uni<Long> size();
}
