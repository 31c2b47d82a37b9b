package io.quarkiverse.kvs.cluster.test;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;

/** The application that {@link MemberReloadTest} changes while it runs. */
@Path("/")
public class MemberApp {

    private final KeyValueStore store;

    public MemberApp(KeyValueStore store) {
        this.store = store;
    }

    @GET
    @Path("version")
    public String version() {
        return "version one";
    }

    @GET
    @Path("visits")
    public long visits() {
        return store.increment("visits");
    }
}
