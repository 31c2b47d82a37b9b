package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What a query asks of the keys of a table or of an index: one partition, and possibly a range of its sort keys.
 *
 * @param rangeName null if it asks nothing of the sort key
 * @param range null if it asks nothing of the sort key
 */
public record KeyCondition(String hashName, AttributeValue hashValue, String rangeName, KeyPredicate range) {

    /**
     * Reads a key condition expression.
     *
     * @throws DynamoDbException a ValidationException, if it makes no sense, or not for this key
     */
    public static KeyCondition parse(String text, Placeholders placeholders, KeyNames keys) {
        return KeyConditions.parse(text, placeholders).on(keys);
    }
}
