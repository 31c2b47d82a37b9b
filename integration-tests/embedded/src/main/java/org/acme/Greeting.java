package org.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;

@Path("/greeting")
public class Greeting {

    @Inject
    KeyValueStore store;

    @GET
    public String greet() {
        long visitor = store.increment("visitors");
        return "Hello, visitor " + visitor;
    }
}
