package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** Checks that keys and items fit a table, with the words of DynamoDB. */
final class ItemKeys {

    private static final int LONGEST_HASH = 2048;
    private static final int LONGEST_RANGE = 1024;
    private static final String INVALID = "One or more parameter values were invalid: ";
    static final String NO_MATCH = "The provided key element does not match the schema";

    private ItemKeys() {
    }

    /** The bytes of a key that a request names. */
    static byte[] ofKey(TableDescription table, Map<String, AttributeValue> key) {
        requireKey(table.keys(), key);
        return table.keys().keyOf(key);
    }

    /** @throws DynamoDbException a ValidationException, if it is not a key of this kind, or has more attributes */
    static void requireKey(KeySchema keys, Map<String, AttributeValue> key) {
        if (key.size() != keys.attributes().size()) {
            throw DynamoDbException.validation(NO_MATCH);
        }
        for (KeyAttribute attribute : keys.attributes()) {
            AttributeValue value = key.get(attribute.name());
            if (value == null || value.type() != attribute.type()) {
                throw DynamoDbException.validation(NO_MATCH);
            }
            requireFits(attribute, value, attribute == keys.hash());
        }
    }

    /** The bytes of the key of an item that is to be put. */
    static byte[] ofItem(TableDescription table, Map<String, AttributeValue> item) {
        for (KeyAttribute attribute : table.keys().attributes()) {
            AttributeValue value = item.get(attribute.name());
            if (value == null) {
                throw DynamoDbException.validation(INVALID + "Missing the key " + attribute.name() + " in the item");
            }
            if (value.type() != attribute.type()) {
                throw DynamoDbException.validation(INVALID + "Type mismatch for key " + attribute.name() + " expected: "
                        + attribute.type() + " actual: " + value.type());
            }
            requireFits(attribute, value, attribute == table.keys().hash());
        }
        requireIndexed(table, item);
        return table.keys().keyOf(item);
    }

    private static void requireFits(KeyAttribute attribute, AttributeValue value, boolean hash) {
        if (value.type() == AttributeType.N) {
            return;
        }
        int size = ItemSize.of(value);
        if (size == 0) {
            throw DynamoDbException
                    .validation("One or more parameter values are not valid. The AttributeValue for a key attribute "
                            + "cannot contain an empty " + (value.type() == AttributeType.S ? "string" : "binary")
                            + " value. Key: "
                            + attribute.name());
        }
        if (hash && size > LONGEST_HASH) {
            throw DynamoDbException.validation(INVALID
                    + "Size of hashkey has exceeded the maximum size limit of" + LONGEST_HASH + " bytes");
        }
        if (!hash && size > LONGEST_RANGE) {
            throw DynamoDbException.validation(INVALID
                    + "Aggregated size of all range keys has exceeded the size limit of " + LONGEST_RANGE + " bytes");
        }
    }

    /** What an item has of the keys of indexes must be of their types. */
    static void requireIndexed(TableDescription table, Map<String, AttributeValue> item) {
        for (IndexDescription index : table.indexes()) {
            for (KeyAttribute attribute : index.keys().attributes()) {
                AttributeValue value = item.get(attribute.name());
                if (value == null) {
                    continue;
                }
                if (value.type() != attribute.type()) {
                    throw DynamoDbException.validation(INVALID + "Type mismatch for Index Key " + attribute.name()
                            + " Expected: " + attribute.type() + " Actual: " + value.type() + " IndexName: " + index.name());
                }
                requireFitsIndex(index, attribute, value);
            }
        }
    }

    private static void requireFitsIndex(IndexDescription index, KeyAttribute attribute, AttributeValue value) {
        if (value.type() == AttributeType.N) {
            return;
        }
        int size = ItemSize.of(value);
        if (size == 0) {
            throw DynamoDbException
                    .validation("One or more parameter values are not valid. A value specified for a secondary index "
                            + "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
                            + (value.type() == AttributeType.S ? "string" : "binary") + " value. IndexName: " + index.name()
                            + ", IndexKey: " + attribute.name());
        }
        boolean hash = attribute == index.keys().hash();
        if (size > (hash ? LONGEST_HASH : LONGEST_RANGE)) {
            throw DynamoDbException.validation(INVALID + (hash
                    ? "Size of hashkey has exceeded the maximum size limit of" + LONGEST_HASH + " bytes"
                    : "Aggregated size of all range keys has exceeded the size limit of " + LONGEST_RANGE + " bytes"));
        }
    }

    /** Keys are scalars: an expression cannot look into them. */
    static void requireScalar(TableDescription table, Set<String> nested) {
        if (nested.isEmpty()) {
            return;
        }
        for (KeyAttribute attribute : table.keys().attributes()) {
            requireScalar(attribute, nested, "Key");
        }
        for (IndexDescription index : table.indexes()) {
            for (KeyAttribute attribute : index.keys().attributes()) {
                requireScalar(attribute, nested, "IndexKey");
            }
        }
    }

    private static void requireScalar(KeyAttribute attribute, Set<String> nested, String kind) {
        if (nested.contains(attribute.name())) {
            throw DynamoDbException
                    .validation("Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
                            + "allowed: " + kind + ": " + attribute.name());
        }
    }

    /** An update leaves the key alone. */
    static void requireNotUpdated(TableDescription table, Set<String> updated) {
        for (KeyAttribute attribute : table.keys().attributes()) {
            if (updated.contains(attribute.name())) {
                throw DynamoDbException.validation(INVALID + "Cannot update attribute " + attribute.name()
                        + ". This attribute is part of the key");
            }
        }
    }
}
