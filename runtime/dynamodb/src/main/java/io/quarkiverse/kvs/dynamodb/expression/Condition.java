package io.quarkiverse.kvs.dynamodb.expression;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** A condition on an item. {@link Conditions} makes them. Immutable. */
public interface Condition extends WithPaths {

    /** @param item empty if it does not exist */
    boolean matches(Map<String, AttributeValue> item);
}
