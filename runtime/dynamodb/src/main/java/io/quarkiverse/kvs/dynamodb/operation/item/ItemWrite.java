package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.CancellationReason;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
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

    /** Puts an item where there must be none, in the words of PartiQL. */
    record Insertion(Map<String, AttributeValue> item) implements Edit {
        @Override
        public Map<String, AttributeValue> apply(Map<String, AttributeValue> before) {
            return item;
        }
    }

    private static final String DUPLICATE = "Duplicate primary key exists in table";

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
            throw isInsertion() ? DynamoDbException.of(ErrorType.DUPLICATE_ITEM, DUPLICATE)
                    : DynamoDbException.conditionFailed(tellsItem ? before : null);
        }
        Map<String, AttributeValue> after = edit.apply(before);
        apply(change, before, after);
        return new Outcome(before, after);
    }

    private boolean isInsertion() {
        return edit instanceof Insertion;
    }

    /** Why a transaction fails whose part this is, if its condition is not true. */
    private CancellationReason failure(Map<String, AttributeValue> before) {
        return isInsertion() ? new CancellationReason("DuplicateItem", DUPLICATE, null)
                : new CancellationReason("ConditionalCheckFailed", ErrorType.CONDITIONAL_CHECK_FAILED.text(),
                        tellsItem ? before : null);
    }

    /**
     * Does several at once: looks at all of them before it does any of them.
     *
     * @throws DynamoDbException a TransactionCanceledException, and nothing is done
     */
    static List<Outcome> runAll(Change change, List<ItemWrite> writes) {
        List<Outcome> outcomes = new ArrayList<>();
        List<CancellationReason> reasons = new ArrayList<>();
        boolean failed = false;
        for (ItemWrite write : writes) {
            Map<String, AttributeValue> before = change.get(write.table, write.key);
            CancellationReason reason = CancellationReason.NONE;
            if (!write.isAllowed(before)) {
                reason = write.failure(before);
            } else {
                try {
                    outcomes.add(new Outcome(before, write.edit.apply(before)));
                } catch (DynamoDbException e) {
                    reason = CheckedParts.reason(e);
                }
            }
            failed |= reason != CancellationReason.NONE;
            reasons.add(reason);
        }
        if (failed) {
            throw DynamoDbException.cancelled(reasons);
        }
        for (int i = 0; i < writes.size(); i++) {
            writes.get(i).apply(change, outcomes.get(i).before, outcomes.get(i).after);
        }
        return outcomes;
    }

    /** @throws DynamoDbException a ValidationException, if two are about one item */
    static void requireDistinct(List<ItemWrite> writes) {
        for (int i = 0; i < writes.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (writes.get(i).table == writes.get(j).table && Arrays.equals(writes.get(i).key, writes.get(j).key)) {
                    throw DynamoDbException.validation("Transaction request cannot include multiple operations on one item");
                }
            }
        }
    }

    private void apply(Change change, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        if (after == null) {
            change.delete(table, key, before);
        } else {
            change.put(table, key, before, after);
        }
    }
}
