package io.quarkiverse.kvs.runtime;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What is decided when the application is built.
 */
@ConfigMapping(prefix = "quarkus.kvs")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface KvsBuildTimeConfig {

    /**
     * Whether the application runs the key/value server. If not, no port is opened and nothing is reported to the health check;
     * the store can still be injected and used inside the application.
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
     * The spans.
     */
    TracingConfig tracing();

    /**
     * The health check.
     */
    interface HealthConfig {

        /**
         * Whether the server takes part in the readiness check, if the application has the `quarkus-smallrye-health` extension.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /**
     * The meters.
     */
    interface MetricsConfig {

        /**
         * Whether the server is measured, if the application has a metrics extension, such as `quarkus-micrometer`.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /**
     * The spans.
     */
    interface TracingConfig {

        /**
         * Whether every command has a span, if the application has the `quarkus-opentelemetry` extension.
         */
        @WithDefault("false")
        boolean enabled();
    }
}
