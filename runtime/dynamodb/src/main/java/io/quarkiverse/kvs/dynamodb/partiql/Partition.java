package io.quarkiverse.kvs.dynamodb.partiql;

import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * A part of a table that a statement has to read.
 *
 * @param range null for all of the partition
 */
record Partition(AttributeValue hash, KeyPredicate range) {
}
