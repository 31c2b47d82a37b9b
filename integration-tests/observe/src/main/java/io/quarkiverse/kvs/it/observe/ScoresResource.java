package io.quarkiverse.kvs.it.observe;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;

/** The scores of players. */
@Path("/scores/{player}")
public class ScoresResource {

    private final KeyValueStore store;

    public ScoresResource(KeyValueStore store) {
        this.store = store;
    }

    @POST
    public long win(String player) {
        return store.increment(player);
    }

    @GET
    public String score(String player) {
        String score = store.get(player);
        return score == null ? "0" : score;
    }
}
