package io.quarkiverse.kvs.it.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.amazon.common.AmazonClient;
import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.junit.QuarkusTest;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The clients of the page of the documentation: all of them see the same tables. */
@QuarkusTest
class ClientsTest {

    @Inject
    DynamoDbClient dynamo;

    @Inject
    @AmazonClient("statistics")
    DynamoDbClient other;

    @Inject
    DynamoDbEndpoint endpoint;

    DynamoDbClient client() {
        return DynamoDbClient.builder().endpointOverride(endpoint.uri()).region(Region.of(endpoint.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))).build();
    }

    @Test
    void seeTheSame() {
        try (DynamoDbClient client = client()) {
            assertThat(client.listTables().tableNames()).isEqualTo(dynamo.listTables().tableNames())
                    .isEqualTo(other.listTables().tableNames());
        }
    }
}
