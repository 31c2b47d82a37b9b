package io.quarkiverse.kvs.dynamodb.expression.legacy;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What a request without expressions does to one attribute.
 *
 * @param action PUT, ADD or DELETE; null means PUT
 * @param value null if it is not given
 */
public record LegacyUpdate(String action, AttributeValue value) {
}
