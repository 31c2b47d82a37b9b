package io.quarkiverse.kvs.dynamodb.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What a query asks, before it is known what the keys are: the service complains about expressions before it looks
 * for the table, and about keys afterwards. Immutable.
 *
 * @param predicates by the names of the attributes
 */
public record KeyConditions(Map<String, KeyPredicate> predicates) {

    /** Four attributes of a partition key, and four of a sort key. */
    private static final int MOST = 8;

    public KeyConditions {
        if (predicates.isEmpty() || predicates.size() > MOST) {
            throw number();
        }
        predicates = new LinkedHashMap<>(predicates);
    }

    private static DynamoDbException number() {
        return DynamoDbException.validation("Conditions can be of length 1 or 2 only");
    }

    /**
     * Reads a key condition expression.
     *
     * @throws DynamoDbException a ValidationException, if it makes no sense
     */
    public static KeyConditions parse(String text, Placeholders placeholders) {
        return new KeyConditionBuilder(placeholders).build(ConditionSyntax.read(new Words(ExpressionKind.KEY_CONDITION, text)));
    }

    /**
     * What it asks of a key.
     *
     * @throws DynamoDbException a ValidationException, if this key cannot answer
     */
    public KeyCondition on(KeyNames keys) {
        int parts = keys.hashes().size() + keys.ranges().size();
        if (predicates.size() > Math.max(2, parts)) {
            throw number();
        }
        if (predicates.size() > parts) {
            throw notSupported();
        }
        Map<String, AttributeValue> hashes = new LinkedHashMap<>();
        for (KeyNames.Part hash : keys.hashes()) {
            KeyPredicate predicate = predicate(hash.name(), hash.type());
            if (predicate.operator() != KeyOperator.EQ) {
                throw notSupported();
            }
            hashes.put(hash.name(), predicate.low());
        }
        return new KeyCondition(hashes, ranges(keys, predicates.size() - hashes.size()));
    }

    /** From the first one on: none is left out, and only the last one may be asked for something else than a value. */
    private Map<String, KeyPredicate> ranges(KeyNames keys, int count) {
        Map<String, KeyPredicate> ranges = new LinkedHashMap<>();
        for (KeyNames.Part range : keys.ranges().subList(0, count)) {
            KeyPredicate predicate = predicate(range.name(), range.type());
            if (ranges.size() + 1 < count && predicate.operator() != KeyOperator.EQ) {
                throw notSupported();
            }
            ranges.put(range.name(), predicate);
        }
        return ranges;
    }

    private static DynamoDbException notSupported() {
        return DynamoDbException.validation("Query key condition not supported");
    }

    private KeyPredicate predicate(String name, AttributeType type) {
        KeyPredicate predicate = predicates.get(name);
        if (predicate == null) {
            throw DynamoDbException.validation("Query condition missed key schema element: " + name);
        }
        if (predicate.operator() == KeyOperator.NOT_INDEXABLE) {
            throw DynamoDbException.validation("Attempted conditional constraint is not an indexable operation");
        }
        if (!predicate.isOf(type)) {
            throw DynamoDbException.validation(
                    "One or more parameter values were invalid: Condition parameter type does not match schema type");
        }
        if (isEmpty(predicate.low()) || isEmpty(predicate.high())) {
            throw DynamoDbException
                    .validation("One or more parameter values are not valid. The AttributeValue for a key attribute "
                            + "cannot contain an empty " + (type == AttributeType.S ? "string" : "binary") + " value. Key: "
                            + name);
        }
        return predicate;
    }

    private static boolean isEmpty(AttributeValue value) {
        return (value instanceof AttributeValue.S string && string.value().isEmpty())
                || (value instanceof AttributeValue.B binary && binary.value().length() == 0);
    }

    /** The names of the attributes that it asks about. */
    public List<String> names() {
        return List.copyOf(predicates.keySet());
    }
}
