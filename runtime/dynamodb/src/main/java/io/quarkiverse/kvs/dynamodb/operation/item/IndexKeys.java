package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * Checks what items have of the keys of secondary indexes. An item may lack them; what it has must be of their types, not empty
 * and not too long. The words depend on whether the item is put or an update has made it (API reference, "TransactWriteItems",
 * cancellation reasons). Of several indexes, the error names the first one by name.
 */
final class IndexKeys {

    private static final String NOT_VALID = "One or more parameter values are not valid. ";
    private static final String UPDATED = "The update expression attempted to update ";

    private IndexKeys() {
    }

    /** Something to check of an attribute that is part of the key of an index. */
    private interface Check {
        void of(IndexDescription index, KeyAttribute attribute, AttributeValue value);
    }

    private static void forEach(TableDescription table, Map<String, AttributeValue> item, Check check) {
        for (IndexDescription index : table.indexesByName()) {
            for (KeyAttribute attribute : index.keys().attributes()) {
                AttributeValue value = item.get(attribute.name());
                if (value != null) {
                    check.of(index, attribute, value);
                }
            }
        }
    }

    /** An item that is to be put. */
    static void require(TableDescription table, Map<String, AttributeValue> item) {
        forEach(table, item, (index, attribute, value) -> {
            if (value.type() != attribute.type()) {
                throw mismatch(index, attribute, value.type());
            }
        });
        requireNotEmpty(table, item);
        forEach(table, item, (index, attribute, value) -> {
            if (isTooLong(index, attribute, value)) {
                throw ItemKeys.tooLong(index.keys().isHash(attribute));
            }
        });
    }

    /** @throws DynamoDbException an EMPTY_KEY, if a value of an item that is to be put is empty */
    static void requireNotEmpty(TableDescription table, Map<String, AttributeValue> item) {
        forEach(table, item, (index, attribute, value) -> {
            if (ItemKeys.isEmpty(value)) {
                throw DynamoDbException.of(ErrorType.EMPTY_KEY, NOT_VALID
                        + "A value specified for a secondary index key is not supported. " + ItemKeys.emptyValue(value)
                        + " IndexName: " + index.name() + ", IndexKey: " + attribute.name());
            }
        });
    }

    /** An update, as far as the types of the values that it puts do not depend on the item. */
    static void requireTypes(TableDescription table, UpdateExpression update) {
        for (IndexDescription index : table.indexesByName()) {
            for (KeyAttribute attribute : index.keys().attributes()) {
                AttributeType type = update.knownType(attribute.name());
                if (type != null && type != attribute.type()) {
                    throw mismatch(index, attribute, type);
                }
            }
        }
    }

    /** An item that an update has made. */
    static void requireUpdated(TableDescription table, Map<String, AttributeValue> item) {
        forEach(table, item, (index, attribute, value) -> {
            if (value.type() != attribute.type()) {
                throw DynamoDbException.validation(UPDATED + "the secondary index key to unsupported type");
            }
            if (ItemKeys.isEmpty(value)) {
                throw DynamoDbException.of(ErrorType.EMPTY_KEY, NOT_VALID + UPDATED
                        + "a secondary index key to a value that is not supported. " + ItemKeys.emptyValue(value));
            }
            if (isTooLong(index, attribute, value)) {
                throw DynamoDbException.validation(UPDATED + "the secondary index key beyond allowed size limits");
            }
        });
    }

    private static boolean isTooLong(IndexDescription index, KeyAttribute attribute, AttributeValue value) {
        return ItemKeys.isTooLong(value, index.keys().isHash(attribute));
    }

    private static DynamoDbException mismatch(IndexDescription index, KeyAttribute attribute, AttributeType actual) {
        return DynamoDbException.validation("One or more parameter values were invalid: Type mismatch for Index Key "
                + attribute.name() + " Expected: " + attribute.type() + " Actual: " + actual + " IndexName: " + index.name());
    }
}
