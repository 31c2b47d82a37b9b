package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.devservices.enabled=false}: clients are told nothing. The endpoint is no Dev Service, and listens. */
class AllDevServicesDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.devservices.enabled", "false");

    @Inject
    DynamoDbEndpoint endpoint;

    @Test
    void clientsAreToldNothing() {
        assertThat(endpoint.port()).isPositive();
        assertThat(ConfigProvider.getConfig().getConfigValue("quarkus.dynamodb.endpoint-override").getValue()).isNull();
    }
}
