package io.quarkiverse.kvs.dynamodb.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.operation.Operation;

/** Finds operations by the header in which clients name them. */
final class Target {

    private static final String TABLES = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";

    private final Map<String, Operation> operations = new HashMap<>();

    Target(List<Operation> operations) {
        for (Operation operation : operations) {
            this.operations.put((operation.isOfStreams() ? STREAMS : TABLES) + operation.name(), operation);
        }
    }

    /** @return null if there is none: unknown, or not supported */
    Operation find(String header) {
        return header == null ? null : operations.get(header);
    }
}
