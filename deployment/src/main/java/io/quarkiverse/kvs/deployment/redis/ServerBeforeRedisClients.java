package io.quarkiverse.kvs.deployment.redis;

import io.quarkiverse.kvs.deployment.KvsServerBuildItem;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildProvider;
import io.quarkus.builder.item.BuildItem;

/**
 * Makes the server start before the Redis clients of the application, which ask for its port, and may load data, when they are
 * created.
 * <p>
 * The order is that of build steps, and is one of build items. This class is for the only one that does it, which is the Redis
 * extension's: a build step of the usual kind could not name its class, since the application may not have that extension.
 */
public final class ServerBeforeRedisClients implements BuildProvider {

    private static final String REDIS_CLIENTS = "io.quarkus.redis.deployment.client.RequestedRedisClientBuildItem";

    @Override
    public void installInto(BuildChainBuilder builder) {
        Class<? extends BuildItem> redisClients;
        try {
            redisClients = Class.forName(REDIS_CLIENTS, false, getClass().getClassLoader()).asSubclass(BuildItem.class);
        } catch (ClassNotFoundException e) {
            return;
        }
        builder.addBuildStep(context -> {
            // Comes after the one and before the other.
        }).consumes(KvsServerBuildItem.class).beforeConsume(redisClients).build();
    }
}
