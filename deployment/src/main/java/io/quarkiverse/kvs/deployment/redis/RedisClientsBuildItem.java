package io.quarkiverse.kvs.deployment.redis;

import java.util.Set;

import io.quarkus.builder.item.SimpleBuildItem;

/** The Redis clients of the application for which no hosts are configured. None without the Redis extension. */
final class RedisClientsBuildItem extends SimpleBuildItem {

    private final Set<String> names;

    RedisClientsBuildItem(Set<String> names) {
        this.names = names;
    }

    Set<String> names() {
        return names;
    }
}
