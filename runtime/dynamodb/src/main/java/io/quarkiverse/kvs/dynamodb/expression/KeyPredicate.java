package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What a query asks of one key attribute.
 *
 * @param low null only if the operator is one that no key can answer
 * @param high the upper bound of BETWEEN, which is one of them itself; otherwise null
 */
public record KeyPredicate(KeyOperator operator, AttributeValue low, AttributeValue high) {

    /** Whether a value is one that is asked for. */
    public boolean matches(AttributeValue value) {
        return operator.matches(value, low, high);
    }

    /** Whether its values are of this type. */
    boolean isOf(AttributeType type) {
        return (low == null || low.type() == type) && (high == null || high.type() == type);
    }
}
