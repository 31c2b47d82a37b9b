package io.quarkiverse.kvs.test.persistence;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkus.runtime.ShutdownEvent;

/** The application that {@link PersistenceReloadTest} changes while it runs. */
@Path("keeping")
public class KeepingApp {

    private final KeyValueStore store;
    private final KvsServer server;

    public KeepingApp(KeyValueStore store, KvsServer server) {
        this.store = store;
        this.server = server;
    }

    void stop(@Observes ShutdownEvent event) {
        store.set("stopped", "version one");
    }

    @GET
    @Path("port")
    public int port() {
        return server.port();
    }

    @GET
    @Path("value/{key}")
    public String value(String key) {
        return String.valueOf(store.get(key));
    }

    @GET
    @Path("set/{key}/{value}")
    public String set(String key, String value) {
        store.set(key, value);
        return "set";
    }

    @GET
    @Path("info/{field}")
    public String info(String field) {
        return store.execute("INFO", "persistence").asString().lines().filter(line -> line.startsWith(field + ":"))
                .findFirst().orElse("none");
    }

    /** The threads that work on files. */
    @GET
    @Path("threads")
    public long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("kvs-append-only-file"))
                .count();
    }
}
