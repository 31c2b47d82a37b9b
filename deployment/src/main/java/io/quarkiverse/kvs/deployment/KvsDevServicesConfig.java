package io.quarkiverse.kvs.deployment;

import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Redis for development and tests, without a container.
 */
@ConfigMapping(prefix = "quarkus.kvs.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface KvsDevServicesConfig {

    /**
     * Whether, in dev and test mode, clients of the `quarkus-redis-client` extension whose hosts are not configured use this
     * server, instead of a Redis in a container.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * The port of the server that runs beside the application where there is none inside: for integration tests, and if
     * `quarkus.kvs.enabled` is false. If this is not set, any free one.
     */
    OptionalInt port();
}
