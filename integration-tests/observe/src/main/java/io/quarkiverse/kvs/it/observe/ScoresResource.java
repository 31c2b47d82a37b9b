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
    public String win(String player) {
        return store.execute("INCR", player).asString();
    }

    @GET
    public String score(String player) {
        String score = store.get(player);
        return score == null ? "0" : score;
    }
}
