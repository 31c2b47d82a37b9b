package io.quarkiverse.kvs.deployment.redis;

import io.quarkiverse.kvs.deployment.KvsServerBuildItem;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildProvider;
import io.quarkus.builder.item.BuildItem;

/**
 * Makes the server start before the Redis clients of the application, which ask for its port, and may load data, when they are
 * created.
 * <p>
 * What applications do when they start is ordered by who produces and who consumes which build items. A build step of the usual
 * kind could not name one of the Redis extension, since the application may not have that extension.
 */
public final class ServerBeforeRedisClients implements BuildProvider {

    private static final String REDIS_CLIENTS = "io.quarkus.redis.deployment.client.RequestedRedisClientBuildItem";

    @Override
    public void installInto(BuildChainBuilder builder) {
        Class<?> redisClients;
        try {
            redisClients = Class.forName(REDIS_CLIENTS, false, getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return;
        }
        // A class loader of tests may show an extension that is no part of the application.
        if (BuildItem.class.isAssignableFrom(redisClients)) {
            builder.addBuildStep(context -> {
                // Comes after the one and before the other.
            }).consumes(KvsServerBuildItem.class).beforeConsume(redisClients.asSubclass(BuildItem.class)).build();
        }
    }
}
