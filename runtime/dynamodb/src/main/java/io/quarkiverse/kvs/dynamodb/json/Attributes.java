package io.quarkiverse.kvs.dynamodb.json;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * Attribute values that were read, and the first thing that is wrong with one of them: other errors of the request come before
 * it.
 *
 * @param values those of which the type is known, in the order of the request
 * @param invalid the name of the first attribute that is wrong; null if all are right
 * @param problem what is wrong with it; null if all are right
 */
record Attributes(Map<String, AttributeValue> values, String invalid, String problem) {
}
