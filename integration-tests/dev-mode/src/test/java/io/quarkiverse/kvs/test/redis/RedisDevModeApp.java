package io.quarkiverse.kvs.test.redis;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;

/** The application of the tests of dev mode. */
@Path("redis")
public class RedisDevModeApp {

    private final RedisDataSource redis;
    private final RedisDataSource named;
    private final KeyValueStore store;
    private final KvsServer server;

    public RedisDevModeApp(RedisDataSource redis, @RedisClientName("named") RedisDataSource named, KeyValueStore store,
            KvsServer server) {
        this.redis = redis;
        this.named = named;
        this.store = store;
        this.server = server;
    }

    /** Counts, through one client, and answers what the other one sees. */
    @GET
    @Path("count")
    public String count() {
        redis.value(String.class).incr("count");
        return named.value(String.class).get("count");
    }

    @GET
    @Path("inside")
    public String inside() {
        return store.get("count");
    }

    @GET
    @Path("port")
    public int port() {
        return server.port();
    }

    @GET
    @Path("version")
    public String version() {
        return "one";
    }
}
