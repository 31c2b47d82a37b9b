package io.quarkiverse.kvs.dynamodb.test;

import java.net.URI;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Clients that the application does not know. */
final class Clients {

    private Clients() {
    }

    static DynamoDbClient of(URI endpoint) {
        return of(endpoint, "any", "any");
    }

    static DynamoDbClient of(URI endpoint, String accessKeyId, String secretAccessKey) {
        return DynamoDbClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .build();
    }
}
