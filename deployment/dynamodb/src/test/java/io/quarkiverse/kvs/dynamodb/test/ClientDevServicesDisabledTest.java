package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.dynamodb.devservices.enabled=false}: clients are told nothing, and no container is looked for. */
class ClientDevServicesDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.dynamodb.devservices.enabled", "false")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("org.testcontainers")
                    || record.getMessage().contains("get a working docker instance"))
            .assertLogRecords(records -> assertThat(records).isEmpty());

    @Inject
    DynamoDbEndpoint endpoint;

    @Test
    void clientsAreToldNothing() {
        assertThat(endpoint.port()).isPositive();
        assertThat(ConfigProvider.getConfig().getConfigValue("quarkus.dynamodb.endpoint-override").getValue()).isNull();
    }
}
