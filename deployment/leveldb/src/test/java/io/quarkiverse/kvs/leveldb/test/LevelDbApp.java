package io.quarkiverse.kvs.leveldb.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Named;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.iq80.leveldb.DB;

/** The application that {@link LevelDbReloadTest} changes while it runs. */
@Path("/")
public class LevelDbApp {

    private final DB memory;
    private final DB files;
    private final DB map;

    public LevelDbApp(DB memory, @Named("files") DB files, @Named("map") DB map) {
        this.memory = memory;
        this.files = files;
        this.map = map;
    }

    private DB database(String name) {
        return switch (name) {
            case "memory" -> memory;
            case "files" -> files;
            default -> map;
        };
    }

    @GET
    @Path("version")
    public String version() {
        return "version one";
    }

    @GET
    @Path("put/{database}/{value}")
    public String put(String database, String value) {
        database(database).put("key".getBytes(UTF_8), value.getBytes(UTF_8));
        return "put";
    }

    @GET
    @Path("get/{database}")
    public String get(String database) {
        byte[] value = database(database).get("key".getBytes(UTF_8));
        return value == null ? "nothing" : new String(value, UTF_8);
    }
}
