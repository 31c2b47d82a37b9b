package io.quarkiverse.kvs.runtime.redis;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.quarkus.redis.runtime.client.config.RedisClientConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.redis.client.RedisOptions;

/**
 * Lets the Redis clients of the application, in dev and test mode, trust the server in the same application, and be trusted by
 * it, if TLS is configured for the server. What is configured for a client stays as it is.
 */
@Singleton
public final class EmbeddedRedisTls implements RedisOptionsCustomizer {

    @Override
    public void customize(String clientName, RedisOptions options) {
        RedisClientConfig client = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class)
                .getConfigMapping(RedisConfig.class).clients().get(clientName);
        boolean ours = client.hosts().isEmpty()
                && client.hostsProviderName().filter(EmbeddedRedisHosts.NAME::equals).isPresent();
        if (ours && client.tlsConfigurationName().isEmpty()) {
            EmbeddedRedis.server().introduce(options.getNetClientOptions());
        }
    }
}
