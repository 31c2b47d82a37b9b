package io.quarkiverse.kvs.dynamodb.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** The endpoint listens: what comes after this item may connect to it, if there is one. */
public final class DynamoDbEndpointBuildItem extends SimpleBuildItem {
}
