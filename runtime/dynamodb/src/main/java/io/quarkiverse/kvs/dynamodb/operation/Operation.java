package io.quarkiverse.kvs.dynamodb.operation;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Constraints;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.ShapeReader;

/** One operation of DynamoDB. It keeps no state, and is called by many threads. */
public interface Operation {

    /** As clients call it: {@code GetItem}. */
    String name();

    /** What its requests look like. */
    Shape.Structure shape();

    /**
     * Reads a request.
     *
     * @param request in JSON, as clients send it
     * @throws DynamoDbException if it does not have the shape, or goes beyond its bounds
     */
    default Input read(byte[] request) {
        Input input = ShapeReader.read(request, shape());
        Constraints.check(input);
        return input;
    }

    /**
     * @param input as {@link #read} returns it
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
