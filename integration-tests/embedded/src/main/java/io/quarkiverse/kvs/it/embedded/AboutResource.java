package io.quarkiverse.kvs.it.embedded;

// tag::about[]
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KvsServer;

/** Tells other programs where the data is. */
@Path("/about")
public class AboutResource {

    @Inject
    KvsServer server;

    @GET
    public String where() {
        return switch (server.state()) {
            case LISTENING -> server.host() + ":" + server.port();
            case STOPPED, FAILED -> "nowhere, at the moment";
            case DISABLED -> "inside the application only";
        };
    }
}
// end::about[]
