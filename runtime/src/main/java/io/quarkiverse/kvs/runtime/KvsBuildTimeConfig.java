package io.quarkiverse.kvs.runtime;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Build-time configuration of the server.
 */
@ConfigMapping(prefix = "quarkus.kvs")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface KvsBuildTimeConfig {

    /**
     * Whether the application runs the server. If not, no port is opened, and the health check does not include the server; the
     * store can still be injected and used in the application.
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
     * Tracing.
     */
    TracingConfig tracing();

    /**
     * Health check.
     */
    interface HealthConfig {

        /**
         * Whether the readiness check includes the server, if the application has the `quarkus-smallrye-health` extension.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /**
     * Metrics.
     */
    interface MetricsConfig {

        /**
         * Whether metrics of the server are collected, if the application has a metrics extension, such as
         * `quarkus-micrometer`.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /**
     * Tracing.
     */
    interface TracingConfig {

        /**
         * Whether each command creates a span, if the application has the `quarkus-opentelemetry` extension.
         */
        @WithDefault("false")
        boolean enabled();
    }
}
