package io.quarkiverse.kvs.it.redis;

import java.time.Duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.keys.KeyCommands;
import io.quarkus.redis.datasource.value.ValueCommands;

/** Counts the visits of each guest, for a day after the last one. */
@Path("/visits/{guest}")
public class VisitsResource {

    private final ValueCommands<String, Long> counters;
    private final KeyCommands<String> keys;

    public VisitsResource(RedisDataSource redis) {
        counters = redis.value(Long.class);
        keys = redis.key();
    }

    @POST
    public long visit(String guest) {
        long visits = counters.incr(guest);
        keys.expire(guest, Duration.ofDays(1));
        return visits;
    }

    @GET
    public long visits(String guest) {
        Long visits = counters.get(guest);
        return visits == null ? 0 : visits;
    }
}
