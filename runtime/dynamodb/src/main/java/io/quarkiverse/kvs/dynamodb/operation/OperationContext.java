package io.quarkiverse.kvs.dynamodb.operation;

/** What operations work on. */
public interface OperationContext {
}
