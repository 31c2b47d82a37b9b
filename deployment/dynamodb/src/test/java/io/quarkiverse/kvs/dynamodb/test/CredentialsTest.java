package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.QuarkusUnitTest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** With credentials and another region: the clients of the application know both, others are to. */
class CredentialsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Tables.class, Clients.class))
            .overrideRuntimeConfigKey("quarkus.kvs.dynamodb.credentials.\"AKIDEXAMPLE\"", "secret")
            .overrideRuntimeConfigKey("quarkus.kvs.dynamodb.region", "us-east-1");

    @Inject
    DynamoDbEndpoint endpoint;

    @Inject
    DynamoDbClient client;

    @Test
    void signaturesAreVerified() {
        assertThat(client.listTables().tableNames()).isEmpty();
        try (DynamoDbClient stranger = Clients.of(endpoint.uri(), "AKIDEXAMPLE", "guessed")) {
            assertThatThrownBy(stranger::listTables).isInstanceOfSatisfying(DynamoDbException.class,
                    refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
        }
    }
}
