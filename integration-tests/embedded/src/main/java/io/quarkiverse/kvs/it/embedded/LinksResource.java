package io.quarkiverse.kvs.it.embedded;

// tag::links[]
import java.net.URI;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet.Scored;

/** Gives short names to long addresses, for a month, and counts who follows them. */
@Path("/links")
public class LinksResource {

    @Inject
    KeyValueStore store;

    @POST
    public String shorten(String address) {
        long number = store.increment("links");
        String name = Long.toString(number, 36);
        store.set("link:" + name, address, Duration.ofDays(30));
        return name;
    }

    @GET
    @Path("{name}")
    public Response follow(String name) {
        String address = store.get("link:" + name);
        if (address == null) {
            throw new NotFoundException();
        }
        store.sortedSet("followed").increment(name, 1);
        return Response.seeOther(URI.create(address)).build();
    }

    @GET
    @Path("top")
    public List<String> top() {
        return store.sortedSet("followed").range(-3, -1).stream().map(Scored::member).toList();
    }

    @DELETE
    @Path("{name}")
    public void forget(String name) {
        List<Reply> replies = store.atomically(transaction -> {
            transaction.execute("DEL", "link:" + name);
            transaction.execute("ZREM", "followed", name);
        });
        if (replies.get(0).asLong() == 0) {
            throw new NotFoundException();
        }
    }
}
// end::links[]
