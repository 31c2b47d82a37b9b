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
     * After what time entries of all caches expire that have no time of their own. Without it, they stay until they are
     * invalidated or evicted.
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
         * After what time entries of this cache expire. It begins when the value is stored.
         */
        Optional<Duration> expireAfterWrite();
    }
}
