package org.acme;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;

@Path("/visits")
public class Visits {

    @Inject
    KeyValueStore store;

    @GET
    public String last() {
        String last = store.get("last visit");
        store.set("last visit", "today", Duration.ofHours(24));
        return last == null ? "welcome" : "welcome back";
    }
}
