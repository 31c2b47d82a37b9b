package io.quarkiverse.kvs.dynamodb.operation;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;

/** One operation of DynamoDB. It keeps no state, and is called by many threads. */
public interface Operation {

    /** As clients call it: {@code GetItem}. */
    String name();

    /** What its requests look like. */
    Shape.Structure shape();

    /**
     * @param input read by the shape, and within its bounds
     * @throws DynamoDbException what the client is answered instead of a result
     */
    Answer execute(OperationContext context, Input input);

    /** Whether it never takes long, and may run on an event loop. */
    default boolean isShort() {
        return false;
    }

    /** Whether it belongs to the streams, which are a service of their own for clients. */
    default boolean isOfStreams() {
        return false;
    }
}
