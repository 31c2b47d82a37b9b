package io.quarkiverse.kvs.test;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.smallrye.mutiny.Uni;

/** The application of {@link ReactiveReloadTest}. */
@Path("reactive")
public class ReactiveReloadApp {

    @Inject
    ReactiveKeyValueStore store;

    /** Waits, and notes in the data how that ends. */
    @GET
    @Path("wait")
    public String startWaiting() {
        store.list("jobs").removeFirst(Duration.ZERO).onFailure().recoverWithItem(Throwable::getMessage)
                .chain(end -> store.set("end", end)).subscribe().asCompletionStage();
        return "waiting";
    }

    @GET
    @Path("push")
    public Uni<Long> push() {
        return store.list("jobs").addLast("job").chain(() -> store.list("jobs").size());
    }

    @GET
    @Path("end")
    public Uni<String> end() {
        return store.get("end");
    }

    @GET
    @Path("version")
    public String version() {
        return "one";
    }
}
