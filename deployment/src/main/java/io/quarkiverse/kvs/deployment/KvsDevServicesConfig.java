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
     * Whether, in dev and test mode, clients of the `quarkus-redis-client` extension without configured hosts use this server
     * instead of a Redis in a container.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * The port of the server that runs next to the application if there is none inside: in integration tests, and if
     * `quarkus.kvs.enabled` is `false`. If this is not set, any free port.
     */
    OptionalInt port();
}
