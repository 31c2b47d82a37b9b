package io.quarkiverse.kvs.it.cluster;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.kvs.KeyValueStore;

/** Counts visits, in all instances together. */
@ApplicationScoped
public class Visits {

    private final KeyValueStore store;

    public Visits(KeyValueStore store) {
        this.store = store;
    }

    /** One more visit; how many there were. */
    public long add(String page) {
        return store.increment("visits:" + page);
    }
}
