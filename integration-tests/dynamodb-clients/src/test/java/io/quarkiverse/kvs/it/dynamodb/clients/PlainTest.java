package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.EmbeddedDynamoDb;
import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.KvsTest;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Programs and tests without Quarkus, as the page of the documentation shows them. */
@KvsTest
class PlainTest {

    @Test
    void aProgramHasAnEndpoint() throws IOException {
        try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.builder().start()) {
            DynamoDbClient client = DynamoDbClient.builder().endpointOverride(dynamoDb.endpoint()).region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))).build();
            assertThat(client.listTables().tableNames()).isEmpty();
        }
    }

    DynamoDbClient client(DynamoDbTestServer server) {
        return DynamoDbClient.builder().endpointOverride(server.uri()).region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider
                        .create(AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .build();
    }

    @Test
    void aTestHasAnEndpoint(DynamoDbTestServer server) {
        try (DynamoDbClient client = client(server)) {
            Clients.createTable(client, "plain");
            assertThat(client.listTables().tableNames()).contains("plain");
        }
    }
}
