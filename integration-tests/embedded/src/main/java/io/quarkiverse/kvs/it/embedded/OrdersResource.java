package io.quarkiverse.kvs.it.embedded;

// tag::orders[]
import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.smallrye.mutiny.Uni;

/** Hands orders over from those who place them to those who carry them out. */
@Path("/orders")
public class OrdersResource {

    @Inject
    ReactiveKeyValueStore store;

    @POST
    public Uni<Long> place(String order) {
        return store.atomically(transaction -> {
            transaction.execute("RPUSH", "receipts", order);
            transaction.execute("RPUSH", "orders", order);
        }).map(replies -> replies.get(1).asLong());
    }

    @GET
    @Path("next")
    public Uni<String> next() {
        return store.list("orders").removeFirst(Duration.ofSeconds(10));
    }
}
// end::orders[]
