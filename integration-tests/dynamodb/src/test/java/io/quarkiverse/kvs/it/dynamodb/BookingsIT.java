package io.quarkiverse.kvs.it.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The packaged application. */
@QuarkusIntegrationTest
@TestProfile(BookingsIT.AnyPort.class)
class BookingsIT extends BookingsCases {

    /** The usual ports may be taken on this machine. */
    public static class AnyPort implements QuarkusTestProfile {

        static final int DYNAMODB = FreePort.next();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.kvs.port", "0", "quarkus.kvs.dynamodb.port", Integer.toString(DYNAMODB));
        }
    }

    /** What the application has inside serves any client on this machine. */
    @Test
    void servesOthers() {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://localhost:" + AnyPort.DYNAMODB)).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build()) {
            client.createTable(create -> create.tableName("others").billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
            client.putItem(put -> put.tableName("others").item(Map.of("id", AttributeValue.fromS("1"))));
            assertThat(client.scan(scan -> scan.tableName("others")).items())
                    .containsExactly(Map.of("id", AttributeValue.fromS("1")));
        }
    }
}
