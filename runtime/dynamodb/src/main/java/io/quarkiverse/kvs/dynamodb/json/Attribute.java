package io.quarkiverse.kvs.dynamodb.json;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * An attribute value that was read, or what is wrong with it.
 *
 * @param value null if it is wrong
 * @param problem null if it is right
 */
record Attribute(AttributeValue value, String problem) {
}
