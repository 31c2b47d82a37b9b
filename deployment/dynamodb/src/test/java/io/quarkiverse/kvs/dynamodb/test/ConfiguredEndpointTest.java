package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.QuarkusUnitTest;

/** An endpoint that is configured for the clients stays what it is; nothing else about them is supplied. */
class ConfiguredEndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.dynamodb.endpoint-override", "http://dynamodb.example:1234");

    @Inject
    DynamoDbEndpoint endpoint;

    @Test
    void isKept() {
        assertThat(endpoint.port()).isPositive();
        assertThat(value("quarkus.dynamodb.endpoint-override")).isEqualTo("http://dynamodb.example:1234");
        assertThat(value("quarkus.dynamodb.aws.region")).isNull();
    }

    private static String value(String property) {
        return ConfigProvider.getConfig().getConfigValue(property).getValue();
    }
}
