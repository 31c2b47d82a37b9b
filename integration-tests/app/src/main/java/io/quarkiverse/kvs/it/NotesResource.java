package io.quarkiverse.kvs.it;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkiverse.kvs.KeyValueStore;

/** Notes, kept in the application's own key/value store: what is put here, {@code nc} can read, and the other way round. */
@Path("/notes")
@Produces(MediaType.TEXT_PLAIN)
@Consumes(MediaType.TEXT_PLAIN)
public class NotesResource {

    private final KeyValueStore store;

    public NotesResource(KeyValueStore store) {
        this.store = store;
    }

    @GET
    public String list() {
        List<String> titles = store.keys();
        return String.join("\n", titles.stream().sorted().toList());
    }

    @GET
    @Path("{title}")
    public String read(String title) {
        String note = store.get(title);
        if (note == null) {
            throw new NotFoundException("no note is called " + title);
        }
        return note;
    }

    @PUT
    @Path("{title}")
    public void write(String title, String note) {
        store.set(title, note);
    }

    @DELETE
    @Path("{title}")
    public void delete(String title) {
        if (!store.delete(title)) {
            throw new NotFoundException("no note is called " + title);
        }
    }
}
