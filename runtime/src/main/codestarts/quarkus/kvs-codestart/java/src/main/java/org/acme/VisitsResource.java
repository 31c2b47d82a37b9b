package org.acme;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;

/** Counts the visits of each guest, for a day after the last one. */
@Path("/visits/{guest}")
public class VisitsResource {

    @Inject
    KeyValueStore store;

    @GET
    public long visit(String guest) {
        long visits = store.increment("visits:" + guest);
        store.expire("visits:" + guest, Duration.ofDays(1));
        return visits;
    }
}
