package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** What requests do with an item: put another one in its place, delete it, update it, or leave it. */
final class ItemEdits {

    static final ItemWrite.Edit DELETE = before -> null;
    static final ItemWrite.Edit NONE = before -> before;

    private ItemEdits() {
    }

    static ItemWrite.Edit put(Map<String, AttributeValue> item) {
        return before -> item;
    }

    /** @param key of the item, from which one is made if there is none */
    static ItemWrite.Edit update(TableDescription table, Map<String, AttributeValue> key, UpdateExpression update) {
        return before -> {
            Map<String, AttributeValue> from = before == null ? new LinkedHashMap<>(key) : before;
            Map<String, AttributeValue> after = update == null ? from : update.apply(from);
            if (ItemSize.of(after) > ItemSize.LARGEST) {
                throw DynamoDbException.validation("Item size to update has exceeded the maximum allowed size");
            }
            IndexKeys.requireUpdated(table, after);
            return after;
        };
    }

    static void requireSize(Map<String, AttributeValue> item) {
        if (ItemSize.of(item) > ItemSize.LARGEST) {
            throw DynamoDbException.validation("Item size has exceeded the maximum allowed size");
        }
    }
}
