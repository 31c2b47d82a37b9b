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

    public KeyConditions {
        if (predicates.isEmpty() || predicates.size() > 2) {
            throw DynamoDbException.validation("Conditions can be of length 1 or 2 only");
        }
        predicates = new LinkedHashMap<>(predicates);
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
        if (keys.range() == null && predicates.size() > 1) {
            throw DynamoDbException.validation("Query key condition not supported");
        }
        KeyPredicate hash = predicate(keys.hash(), keys.hashType());
        if (hash.operator() != KeyOperator.EQ) {
            throw DynamoDbException.validation("Query key condition not supported");
        }
        KeyPredicate range = predicates.size() == 1 ? null : predicate(keys.range(), keys.rangeType());
        return new KeyCondition(keys.hash(), hash.low(), range == null ? null : keys.range(), range);
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
