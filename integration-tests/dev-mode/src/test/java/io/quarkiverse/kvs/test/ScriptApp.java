package io.quarkiverse.kvs.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;

/** The application of {@link ScriptReloadTest}, which reads a script from its resources once. */
@Path("script")
public class ScriptApp {

    private final KeyValueStore store;
    private final String script;

    public ScriptApp(KeyValueStore store) throws IOException {
        this.store = store;
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream("scripts/visits.lua")) {
            script = new String(in.readAllBytes(), UTF_8);
        }
    }

    @GET
    @Path("visits")
    public long visits() {
        return store.eval(script, List.of("visits")).asLong();
    }
}
