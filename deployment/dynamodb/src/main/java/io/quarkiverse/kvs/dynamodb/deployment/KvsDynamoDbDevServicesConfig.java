package io.quarkiverse.kvs.dynamodb.deployment;

import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * DynamoDB for development and tests, without a container.
 */
@ConfigMapping(prefix = "quarkus.kvs.dynamodb.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface KvsDynamoDbDevServicesConfig {

    /**
     * Whether, in dev and test mode, clients of the `quarkus-amazon-dynamodb` extension use this endpoint instead of one in a
     * container. It has no effect on clients for which `quarkus.dynamodb.endpoint-override` is configured.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * The port of the endpoint that runs next to the application if there is none inside: in integration tests, and if
     * `quarkus.kvs.dynamodb.enabled` is `false`. If this is not set, any free port.
     */
    OptionalInt port();
}
