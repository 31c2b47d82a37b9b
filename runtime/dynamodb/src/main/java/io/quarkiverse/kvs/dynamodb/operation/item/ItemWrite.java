package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.store.Change;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * A change of one item that has been checked, so far as that is possible without the item.
 *
 * @param key the bytes of the key
 * @param condition null if there is none
 * @param tellsItem whether the client wants to see the item for which the condition is not true
 * @param edit what becomes of the item
 */
record ItemWrite(Table table, byte[] key, Condition condition, boolean tellsItem, Edit edit) {

    /** What becomes of an item. */
    interface Edit {

        /**
         * @param before null if there is none; not to be changed
         * @return null if there is to be none
         * @throws DynamoDbException a ValidationException, if that cannot be done with this item
         */
        Map<String, AttributeValue> apply(Map<String, AttributeValue> before);
    }

    /** An item before and after a change; null for none. */
    record Outcome(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    }

    /** Whether the condition is true of an item, null for none. */
    boolean isAllowed(Map<String, AttributeValue> before) {
        return condition == null || condition.matches(before == null ? Map.of() : before);
    }

    /** @throws DynamoDbException a ConditionalCheckFailedException, and nothing is done; or that of the edit */
    Outcome run(Change change) {
        Map<String, AttributeValue> before = change.get(table, key);
        if (!isAllowed(before)) {
            throw DynamoDbException.conditionFailed(tellsItem ? before : null);
        }
        Map<String, AttributeValue> after = edit.apply(before);
        apply(change, before, after);
        return new Outcome(before, after);
    }

    void apply(Change change, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        if (after == null) {
            change.delete(table, key, before);
        } else {
            change.put(table, key, before, after);
        }
    }
}
