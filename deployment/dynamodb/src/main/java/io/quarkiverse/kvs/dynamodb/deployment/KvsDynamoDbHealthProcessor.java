package io.quarkiverse.kvs.dynamodb.deployment;

import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/** The readiness check. */
class KvsDynamoDbHealthProcessor {

    /** A name, not a class: without the health extension, the class cannot be loaded. */
    private static final String HEALTH_CHECK = "io.quarkiverse.kvs.dynamodb.runtime.health.DynamoDbHealthCheck";

    @BuildStep
    HealthBuildItem health(KvsDynamoDbBuildTimeConfig config) {
        return new HealthBuildItem(HEALTH_CHECK, config.enabled() && config.health().enabled());
    }
}
