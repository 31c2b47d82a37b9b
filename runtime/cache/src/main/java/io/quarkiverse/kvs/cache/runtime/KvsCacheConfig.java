package io.quarkiverse.kvs.cache.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;

/**
 * Caches of `quarkus-cache` in the key/value store.
 */
@ConfigMapping(prefix = "quarkus.kvs.cache")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KvsCacheConfig {

    /**
     * The time after which entries expire, for all caches that do not set their own. If this is not set, entries stay until
     * they are invalidated or evicted.
     */
    Optional<Duration> expireAfterWrite();

    /**
     * Caches, by their names.
     */
    @ConfigDocMapKey("cache-name")
    @WithParentName
    @WithDefaults
    Map<String, CacheConfig> caches();

    /**
     * A cache.
     */
    interface CacheConfig {

        /**
         * The time after which entries of this cache expire, from when the value is stored.
         */
        Optional<Duration> expireAfterWrite();
    }
}
