package io.quarkiverse.kvs.test;

import java.util.Set;

import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.Operations;

/** Operations of DynamoDB as tests name them. */
final class DynamoDbOperations {

    /** Those that an error with the reasons of a cancellation befits. */
    static final Set<String> TRANSACTIONS = Set.of("TransactWriteItems", "TransactGetItems", "ExecuteTransaction");

    private DynamoDbOperations() {
    }

    /**
     * The name of an operation as clients call it.
     *
     * @param name in any case
     * @throws IllegalArgumentException if there is none
     */
    static String named(String name) {
        for (Operation operation : Operations.ALL) {
            if (operation.name().equalsIgnoreCase(name)) {
                return operation.name();
            }
        }
        throw new IllegalArgumentException("there is no operation " + name);
    }
}
