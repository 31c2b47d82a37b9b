package io.quarkiverse.kvs.dynamodb.http;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/**
 * Is told of each call of an operation, and may let it fail or take longer. Called by many threads, also by event loops: it
 * does not wait.
 */
public interface Interceptor {

    /** Does nothing. */
    Interceptor NONE = new Interceptor() {
    };

    /**
     * Before an operation is executed: its request was read, and its signature is right.
     *
     * @throws DynamoDbException what the client is answered instead
     */
    default void before(String operation) {
    }

    /** How much longer a call takes, in milliseconds. */
    default long delayMillis(String operation) {
        return 0;
    }

    /**
     * After it was executed, or its request turned out not to make sense, before the client hears of it.
     *
     * @param error the name of the error without its namespace; null if there was none
     * @param nanos how long it took
     */
    default void after(String operation, String error, long nanos) {
    }
}
