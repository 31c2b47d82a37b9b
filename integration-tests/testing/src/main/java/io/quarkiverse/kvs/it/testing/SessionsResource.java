package io.quarkiverse.kvs.it.testing;

import java.time.Duration;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ServiceUnavailableException;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;

/** Who is logged in: for half an hour. Without Redis, it cannot tell. */
@Path("/sessions/{token}")
public class SessionsResource {

    private final RedisDataSource redis;
    private final ValueCommands<String, String> sessions;

    public SessionsResource(RedisDataSource redis) {
        this.redis = redis;
        sessions = redis.value(String.class);
    }

    @PUT
    public void begin(String token, String user) {
        sessions.set("session:" + token, user, new SetArgs().ex(Duration.ofMinutes(30)));
    }

    @GET
    public String user(String token) {
        String user;
        try {
            user = sessions.get("session:" + token);
        } catch (RuntimeException e) {
            throw new ServiceUnavailableException(e.getMessage());
        }
        if (user == null) {
            throw new NotFoundException();
        }
        return user;
    }

    @DELETE
    public void end(String token) {
        redis.key().del("session:" + token);
    }
}
