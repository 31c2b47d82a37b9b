package io.quarkiverse.kvs.dynamodb.runtime;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Build-time configuration of the DynamoDB endpoint.
 */
@ConfigMapping(prefix = "quarkus.kvs.dynamodb")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface KvsDynamoDbBuildTimeConfig {

    /**
     * Whether the application runs the DynamoDB endpoint. If not, no port is opened, and the health check does not include the
     * endpoint.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * Health check.
     */
    HealthConfig health();

    /**
     * Metrics.
     */
    MetricsConfig metrics();

    /**
     * Health check.
     */
    interface HealthConfig {

        /**
         * Whether the readiness check includes the endpoint, if the application has the `quarkus-smallrye-health` extension.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /**
     * Metrics.
     */
    interface MetricsConfig {

        /**
         * Whether operations are counted and timed, if the application has a metrics extension, such as `quarkus-micrometer`.
         */
        @WithDefault("true")
        boolean enabled();
    }
}
