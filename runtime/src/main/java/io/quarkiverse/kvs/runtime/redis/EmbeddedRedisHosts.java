package io.quarkiverse.kvs.runtime.redis;

import java.net.URI;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;

/**
 * Tells the Redis clients of the application, in dev and test mode, where the server in the same application listens.
 * <p>
 * Clients ask when they are created, and that is after the server has started: so they learn of the port that was really
 * found, which configuration cannot know.
 */
@Singleton
@Identifier(EmbeddedRedisHosts.NAME)
public final class EmbeddedRedisHosts implements RedisHostsProvider {

    static final String NAME = "quarkus-kvs";

    @Override
    public Set<URI> getHosts() {
        return Set.of(EmbeddedRedis.server().clientUri());
    }
}
