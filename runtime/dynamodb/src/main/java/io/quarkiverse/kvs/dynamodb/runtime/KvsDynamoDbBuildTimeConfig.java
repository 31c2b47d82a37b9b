package io.quarkiverse.kvs.dynamodb.runtime;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The DynamoDB endpoint: what is decided when the application is built.
 */
@ConfigMapping(prefix = "quarkus.kvs.dynamodb")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface KvsDynamoDbBuildTimeConfig {

    /**
     * Whether the application runs the DynamoDB endpoint. If not, no port is opened and nothing is reported to the health
     * check.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * The health check.
     */
    HealthConfig health();

    /**
     * The meters.
     */
    MetricsConfig metrics();

    /**
     * The health check.
     */
    interface HealthConfig {

        /**
         * Whether the endpoint takes part in the readiness check, if the application has the `quarkus-smallrye-health`
         * extension.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /**
     * The meters.
     */
    interface MetricsConfig {

        /**
         * Whether operations are counted and timed, if the application has a metrics extension, such as `quarkus-micrometer`.
         */
        @WithDefault("true")
        boolean enabled();
    }
}
