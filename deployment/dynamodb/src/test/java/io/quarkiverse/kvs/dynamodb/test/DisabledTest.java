package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.QuarkusUnitTest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code quarkus.kvs.dynamodb.enabled=false}: nothing listens inside; clients use an endpoint beside the application. */
class DisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Tables.class))
            .overrideConfigKey("quarkus.kvs.dynamodb.enabled", "false");

    @Inject
    DynamoDbEndpoint endpoint;

    @Inject
    DynamoDbClient client;

    @Test
    void nothingListensInside() {
        assertThat(endpoint.port()).isEqualTo(-1);
    }

    @Test
    void clientsUseTheOneBeside() {
        Tables.create(client, "beside");
        Tables.put(client, "beside", "1", "one");
        assertThat(Tables.get(client, "beside", "1")).isEqualTo("one");
    }
}
