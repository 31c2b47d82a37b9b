package org.acme;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.cache.CacheInvalidate;
import io.quarkus.cache.CacheResult;

@ApplicationScoped
public class Prices {

    public record Price(String article, long cents) {
    }

    @CacheResult(cacheName = "prices")
    public Price price(String article) {
        return new Price(article, 199); // imagine a slow call of another service
    }

    @CacheInvalidate(cacheName = "prices")
    public void priceHasChanged(String article) {
        // the annotation does it
    }
}
