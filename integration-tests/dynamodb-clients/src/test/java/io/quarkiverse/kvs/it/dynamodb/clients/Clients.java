package io.quarkiverse.kvs.it.dynamodb.clients;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Clients of the SDK for Java, and a table for them. */
final class Clients {

    private Clients() {
    }

    static <B extends AwsClientBuilder<B, ?>> B at(DynamoDbTestServer server, B builder) {
        return builder.endpointOverride(server.uri()).region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider
                        .create(AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())));
    }

    static DynamoDbClient of(DynamoDbTestServer server) {
        return at(server, DynamoDbClient.builder())
                .overrideConfiguration(all -> all.retryStrategy(retry -> retry.maxAttempts(3))).build();
    }

    /** With a string as its key, called id. */
    static void createTable(DynamoDbClient client, String name) {
        client.createTable(create -> create.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
    }
}
