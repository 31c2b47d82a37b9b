package io.quarkiverse.kvs.deployment.redis;

import java.util.LinkedHashSet;
import java.util.Set;

import io.smallrye.config.NameIterator;

/** How the configuration of the Redis extension is spelled. */
final class RedisClientConfig {

    static final String DEFAULT_CLIENT = "<default>";
    static final String HOSTS = "hosts";
    static final String HOSTS_PROVIDER = "hosts-provider-name";
    static final String DEV_SERVICES = "devservices.enabled";

    /** The name of {@link io.quarkiverse.kvs.runtime.redis.EmbeddedRedisHosts}. */
    static final String EMBEDDED_HOSTS = "quarkus-kvs";

    private static final String PREFIX = "quarkus.redis.";
    /** The first words of what is decided about a client when the application is built. */
    private static final Set<String> BUILD_TIME = Set.of("load-script", "flush-before-load", "load-only-if-empty",
            "devservices");

    private RedisClientConfig() {
    }

    /** The property of a client. */
    static String property(String client, String name) {
        if (client.equals(DEFAULT_CLIENT)) {
            return PREFIX + name;
        }
        return PREFIX + (client.contains(".") ? "\"" + client + "\"" : client) + "." + name;
    }

    /** The clients for which the Redis extension thinks of starting a container. */
    static Set<String> clientsWithDevServices(Iterable<String> properties) {
        Set<String> clients = new LinkedHashSet<>();
        clients.add(DEFAULT_CLIENT);
        for (String property : properties) {
            if (!property.startsWith(PREFIX)) {
                continue;
            }
            NameIterator words = new NameIterator(property, PREFIX.length() - 1);
            String client = words.getNextSegment();
            words.next();
            if (words.hasNext() && !BUILD_TIME.contains(client) && BUILD_TIME.contains(words.getNextSegment())) {
                clients.add(client);
            }
        }
        return clients;
    }
}
