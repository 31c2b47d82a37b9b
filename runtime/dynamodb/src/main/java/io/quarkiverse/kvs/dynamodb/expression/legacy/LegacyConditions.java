package io.quarkiverse.kvs.dynamodb.expression.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Comparator;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.Conditions;
import io.quarkiverse.kvs.dynamodb.expression.KeyConditions;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.expression.Operand;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Makes conditions of the parameters {@code QueryFilter}, {@code ScanFilter}, {@code KeyConditions} and {@code Expected}. */
public final class LegacyConditions {

    private static final String INVALID = "One or more parameter values were invalid: ";

    private LegacyConditions() {
    }

    /**
     * Checks a {@code QueryFilter}, a {@code ScanFilter} or {@code KeyConditions}.
     *
     * @param conditions by the names of the attributes
     * @throws DynamoDbException a ValidationException, if one makes no sense
     */
    public static void check(Map<String, LegacyCondition> conditions) {
        conditions.values().forEach(condition -> {
            LegacyOperator operator = LegacyOperator.valueOf(condition.operator());
            List<AttributeValue> values = values(condition);
            checkNumber(operator, values.size());
            checkSameType(values);
            checkTypes(operator, values);
            checkBounds(operator, values);
        });
    }

    private static void checkTypes(LegacyOperator operator, List<AttributeValue> values) {
        for (AttributeValue value : values) {
            if (!operator.takes(value.type())) {
                throw DynamoDbException.validation(INVALID + "ComparisonOperator " + operator + " is not valid for "
                        + value.type() + " AttributeValue type");
            }
        }
    }

    /**
     * A {@code QueryFilter} or a {@code ScanFilter}.
     *
     * @param conditions by the names of the attributes
     * @param conditionalOperator "AND", "OR", or null, which means "AND"
     * @throws DynamoDbException a ValidationException, if one makes no sense
     */
    public static Condition filter(Map<String, LegacyCondition> conditions, String conditionalOperator) {
        check(conditions);
        List<Condition> all = new ArrayList<>();
        conditions.forEach((name, condition) -> all
                .add(LegacyOperator.valueOf(condition.operator()).condition(name, values(condition))));
        return joined(all, conditionalOperator);
    }

    /**
     * {@code KeyConditions}.
     *
     * @param conditions by the names of the attributes
     * @throws DynamoDbException a ValidationException, if one makes no sense
     */
    public static KeyConditions keys(Map<String, LegacyCondition> conditions) {
        check(conditions);
        Map<String, KeyPredicate> predicates = new LinkedHashMap<>();
        conditions.forEach((name, condition) -> {
            List<AttributeValue> values = values(condition);
            predicates.put(name, new KeyPredicate(LegacyOperator.valueOf(condition.operator()).keyOperator(),
                    values.isEmpty() ? null : values.get(0), values.size() == 2 ? values.get(1) : null));
        });
        return new KeyConditions(predicates);
    }

    /**
     * {@code Expected}.
     *
     * @param conditions by the names of the attributes
     * @param conditionalOperator "AND", "OR", or null, which means "AND"
     * @throws DynamoDbException a ValidationException, if one makes no sense
     */
    public static Condition expected(Map<String, LegacyCondition> conditions, String conditionalOperator) {
        conditions.forEach(LegacyConditions::checkExpected);
        List<Condition> all = new ArrayList<>();
        conditions.forEach((name, condition) -> {
            boolean missing = condition.exists() != null && !condition.exists();
            LegacyOperator operator = condition.operator() != null ? LegacyOperator.valueOf(condition.operator())
                    : (missing ? LegacyOperator.NULL : LegacyOperator.EQ);
            all.add(operator.condition(name, values(condition)));
        });
        return joined(all, conditionalOperator);
    }

    private static Condition joined(List<Condition> conditions, String conditionalOperator) {
        return "OR".equals(conditionalOperator) && !conditions.isEmpty() ? Conditions.or(conditions)
                : Conditions.and(conditions);
    }

    private static void checkExpected(String name, LegacyCondition condition) {
        String attribute = " for Attribute: " + name;
        if (condition.values() != null && condition.value() != null) {
            throw DynamoDbException.validation(INVALID + "Value and AttributeValueList cannot be used together" + attribute);
        }
        if (condition.operator() != null) {
            checkCompared(LegacyOperator.valueOf(condition.operator()), condition, attribute);
        } else if (condition.values() != null) {
            throw DynamoDbException
                    .validation(INVALID + "AttributeValueList can only be used with a ComparisonOperator" + attribute);
        } else if (condition.exists() == null || condition.exists()) {
            if (condition.value() == null) {
                throw DynamoDbException.validation(
                        INVALID + "Value must be provided when Exists is " + condition.exists() + attribute);
            }
        } else if (condition.value() != null) {
            throw DynamoDbException.validation(INVALID + "Value cannot be used when Exists is false" + attribute);
        }
    }

    private static void checkCompared(LegacyOperator operator, LegacyCondition condition, String attribute) {
        if (condition.exists() != null) {
            throw DynamoDbException.validation(INVALID + "Exists and ComparisonOperator cannot be used together" + attribute);
        }
        List<AttributeValue> values = values(condition);
        if (!operator.takes(0) && condition.values() == null && condition.value() == null) {
            throw DynamoDbException.validation(INVALID + "Value or AttributeValueList must be used with ComparisonOperator: "
                    + operator + attribute);
        }
        checkNumber(operator, values.size());
        checkSameType(values);
        checkTypes(operator, values);
        checkBounds(operator, values);
    }

    private static List<AttributeValue> values(LegacyCondition condition) {
        if (condition.values() != null) {
            return condition.values();
        }
        return condition.value() == null ? List.of() : List.of(condition.value());
    }

    private static void checkNumber(LegacyOperator operator, int values) {
        if (!operator.takes(values)) {
            throw DynamoDbException
                    .validation(INVALID + "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
    }

    private static void checkSameType(List<AttributeValue> values) {
        AttributeType type = values.isEmpty() ? null : values.get(0).type();
        for (AttributeValue value : values) {
            if (value.type() != type) {
                throw DynamoDbException
                        .validation(INVALID + "AttributeValues inside AttributeValueList must be of same type");
            }
        }
    }

    private static void checkBounds(LegacyOperator operator, List<AttributeValue> values) {
        if (operator == LegacyOperator.BETWEEN && Conditions
                .compare(new Operand.Constant(values.get(0)), Comparator.GREATER, new Operand.Constant(values.get(1)))
                .matches(Map.of())) {
            throw DynamoDbException.validation(
                    "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
        }
    }
}
