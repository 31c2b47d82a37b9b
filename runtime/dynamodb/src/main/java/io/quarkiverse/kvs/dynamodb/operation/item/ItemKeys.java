package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
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
            requireFits(attribute, value, keys.isHash(attribute));
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
        IndexKeys.require(table, item);
        return table.keys().keyOf(item);
    }

    /** The same in a batch, where it is told as for a key of another kind that the key does not fit. */
    static byte[] ofItemInBatch(TableDescription table, Map<String, AttributeValue> item) {
        requireKey(table.keys(), table.keys().attributesOf(item));
        IndexKeys.require(table, item);
        return table.keys().keyOf(item);
    }

    /**
     * Before anything else is looked at in a transaction.
     *
     * @param key a key, or an item that has one
     * @throws DynamoDbException an EMPTY_KEY, if a value is empty
     */
    static void requireNotEmpty(TableDescription table, Map<String, AttributeValue> key) {
        for (KeyAttribute attribute : table.keys().attributes()) {
            AttributeValue value = key.get(attribute.name());
            if (value != null && isEmpty(value)) {
                throw empty(attribute, value);
            }
        }
    }

    private static void requireFits(KeyAttribute attribute, AttributeValue value, boolean hash) {
        if (isEmpty(value)) {
            throw empty(attribute, value);
        }
        if (isTooLong(value, hash)) {
            throw tooLong(hash);
        }
    }

    static boolean isEmpty(AttributeValue value) {
        return (value.type() == AttributeType.S || value.type() == AttributeType.B) && ItemSize.of(value) == 0;
    }

    static boolean isTooLong(AttributeValue value, boolean hash) {
        return value.type() != AttributeType.N && ItemSize.of(value) > (hash ? LONGEST_HASH : LONGEST_RANGE);
    }

    private static DynamoDbException empty(KeyAttribute attribute, AttributeValue value) {
        return DynamoDbException.of(ErrorType.EMPTY_KEY,
                "One or more parameter values are not valid. " + emptyValue(value) + " Key: " + attribute.name());
    }

    /** What is told of a value of a key, of a table or of an index, that is empty. */
    static String emptyValue(AttributeValue value) {
        return "The AttributeValue for a key attribute cannot contain an empty "
                + (value.type() == AttributeType.S ? "string" : "binary") + " value.";
    }

    static DynamoDbException tooLong(boolean hash) {
        return DynamoDbException.validation(INVALID + (hash
                ? "Size of hashkey has exceeded the maximum size limit of" + LONGEST_HASH + " bytes"
                : "Aggregated size of all range keys has exceeded the size limit of " + LONGEST_RANGE + " bytes"));
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
