package org.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.kvs.cache.KvsCache;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;

@ApplicationScoped
public class PriceStatistics {

    @Inject
    @CacheName("prices")
    Cache cache;

    public double hitRate() {
        return cache.as(KvsCache.class).statistics().hitRate();
    }
}
