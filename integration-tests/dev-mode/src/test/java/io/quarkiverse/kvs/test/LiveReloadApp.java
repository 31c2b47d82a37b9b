package io.quarkiverse.kvs.test;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkus.runtime.StartupEvent;

/** The application that {@link LiveReloadTest} and {@link FailedFirstStartTest} change while it runs. */
@Path("live")
public class LiveReloadApp {

    private final KeyValueStore store;
    private final KvsServer server;

    public LiveReloadApp(KeyValueStore store, KvsServer server) {
        this.store = store;
        this.server = server;
    }

    void start(@Observes StartupEvent event) {
        // start
    }

    @GET
    @Path("port")
    public int port() {
        return server.port();
    }

    @GET
    @Path("version")
    public String version() {
        return "one";
    }

    @GET
    @Path("value/{key}")
    public String value(String key) {
        return store.get(key);
    }
}
