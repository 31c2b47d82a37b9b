package io.quarkiverse.kvs.it.devui;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkiverse.kvs.KeyValueStore;

/** The application that runs in dev mode. */
@Path("/")
public class DevModeApp {

    @Inject
    KeyValueStore store;

    @ConfigProperty(name = "quarkus.kvs.port")
    int port;

    @GET
    @Path("version")
    public String version() {
        return "version 0";
    }

    @GET
    @Path("port")
    public int port() {
        return port;
    }
}
