package io.quarkiverse.kvs.dynamodb.table;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;

/**
 * An attribute that is part of a key.
 *
 * @param type a string, a number or binary
 */
public record KeyAttribute(String name, AttributeType type) {
}
