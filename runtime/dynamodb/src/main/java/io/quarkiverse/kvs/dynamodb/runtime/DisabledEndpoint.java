package io.quarkiverse.kvs.dynamodb.runtime;

import java.net.URI;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;

/** What is injected where {@code quarkus.kvs.dynamodb.enabled} is false. */
record DisabledEndpoint(String host, String region) implements DynamoDbEndpoint {

    @Override
    public int port() {
        return -1;
    }

    @Override
    public URI uri() {
        throw new IllegalStateException(
                "there is no DynamoDB endpoint in this application: quarkus.kvs.dynamodb.enabled is false");
    }
}
