package io.quarkiverse.kvs.deployment;

import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/** The readiness check. */
class KvsHealthProcessor {

    /** A name, not a class: without the health extension, the class cannot be loaded. */
    private static final String HEALTH_CHECK = "io.quarkiverse.kvs.runtime.health.KvsHealthCheck";

    @BuildStep
    HealthBuildItem health(KvsBuildTimeConfig config) {
        return new HealthBuildItem(HEALTH_CHECK, config.enabled() && config.health().enabled());
    }
}
