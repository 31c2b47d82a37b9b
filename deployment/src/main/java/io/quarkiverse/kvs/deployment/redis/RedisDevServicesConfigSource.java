package io.quarkiverse.kvs.deployment.redis;

import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.DEV_SERVICES;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.EMBEDDED_HOSTS;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.HOSTS;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.HOSTS_PROVIDER;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.property;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;

/**
 * Keeps the Redis extension from looking for a container, while an application is built to run in dev or test mode.
 * <p>
 * That extension decides by the configuration it finds, before any build step of ours could tell it something. So it finds here
 * that, for each client without hosts, hosts come from us and no Dev Service is wanted. What is configured elsewhere counts
 * more.
 */
public final class RedisDevServicesConfigSource implements ConfigSourceFactory {

    /** Below everything that a user can write. */
    private static final int ORDINAL = -1000;
    private static final String REDIS_EXTENSION = "io/quarkus/redis/client/RedisHostsProvider.class";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!LaunchMode.current().isDevOrTest()
                || isFalse(context, "quarkus.devservices.enabled")
                || isFalse(context, "quarkus.kvs.devservices.enabled")
                || getClass().getClassLoader().getResource(REDIS_EXTENSION) == null) {
            return List.of();
        }
        Map<String, String> properties = new HashMap<>();
        for (String client : RedisClientConfig.clientsWithDevServices(context::iterateNames)) {
            if (isEmpty(context, property(client, HOSTS)) && isEmpty(context, property(client, HOSTS_PROVIDER))
                    && !isFalse(context, property(client, DEV_SERVICES))) {
                properties.put(property(client, HOSTS_PROVIDER), EMBEDDED_HOSTS);
                properties.put(property(client, DEV_SERVICES), "false");
            }
        }
        return List.of(new PropertiesConfigSource(properties, "Redis clients of the key/value server", ORDINAL));
    }

    private static boolean isEmpty(ConfigSourceContext context, String property) {
        ConfigValue value = context.getValue(property);
        return value == null || value.getValue() == null || value.getValue().isEmpty();
    }

    private static boolean isFalse(ConfigSourceContext context, String property) {
        ConfigValue value = context.getValue(property);
        return value != null && "false".equals(value.getValue());
    }
}
