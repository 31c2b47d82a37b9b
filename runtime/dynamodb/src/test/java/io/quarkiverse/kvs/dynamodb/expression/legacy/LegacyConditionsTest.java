package io.quarkiverse.kvs.dynamodb.expression.legacy;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.bool;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.error;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.expression.KeyOperator;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class LegacyConditionsTest {

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final Map<String, AttributeValue> ITEM = item("a", n("5"), "s", s("hello"), "set", ss("x", "y"), "l",
            l(n("1")));

    private static LegacyCondition is(String operator, AttributeValue... values) {
        return new LegacyCondition(operator, List.of(values));
    }

    private static Map<String, LegacyCondition> one(String attribute, LegacyCondition condition) {
        return Map.of(attribute, condition);
    }

    private static boolean matches(String attribute, String operator, AttributeValue... values) {
        return LegacyConditions.filter(one(attribute, is(operator, values)), null).matches(ITEM);
    }

    private static String filterError(String operator, AttributeValue... values) {
        return error(() -> LegacyConditions.filter(one("a", is(operator, values)), null));
    }

    private static String expectedError(LegacyCondition condition) {
        return error(() -> LegacyConditions.expected(one("a", condition), null));
    }

    @Test
    void operatorsCompareAttributes() {
        assertThat(matches("a", "EQ", n("5.0"))).isTrue();
        assertThat(matches("a", "EQ", s("5"))).isFalse();
        assertThat(matches("z", "EQ", n("5"))).isFalse();
        assertThat(matches("a", "NE", n("5"))).isFalse();
        assertThat(matches("a", "NE", s("5"))).isTrue();
        assertThat(matches("a", "LE", n("5"))).isTrue();
        assertThat(matches("a", "LT", n("5"))).isFalse();
        assertThat(matches("a", "GE", n("5"))).isTrue();
        assertThat(matches("a", "GT", n("4"))).isTrue();
        assertThat(matches("a", "NOT_NULL")).isTrue();
        assertThat(matches("z", "NOT_NULL")).isFalse();
        assertThat(matches("z", "NULL")).isTrue();
        assertThat(matches("s", "CONTAINS", s("ell"))).isTrue();
        assertThat(matches("set", "CONTAINS", s("x"))).isTrue();
        assertThat(matches("l", "CONTAINS", n("1"))).isTrue();
        assertThat(matches("set", "NOT_CONTAINS", s("x"))).isFalse();
        assertThat(matches("set", "NOT_CONTAINS", s("z"))).isTrue();
        assertThat(matches("s", "BEGINS_WITH", s("he"))).isTrue();
        assertThat(matches("a", "IN", n("1"), n("5"))).isTrue();
        assertThat(matches("a", "IN", n("1"), n("6"))).isFalse();
        assertThat(matches("a", "BETWEEN", n("5"), n("6"))).isTrue();
        assertThat(matches("a", "BETWEEN", n("6"), n("7"))).isFalse();
    }

    @Test
    void allOrOneOfThemMustMatch() {
        Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
        conditions.put("a", is("EQ", n("5")));
        conditions.put("s", is("EQ", s("no")));
        assertThat(LegacyConditions.filter(conditions, null).matches(ITEM)).isFalse();
        assertThat(LegacyConditions.filter(conditions, "AND").matches(ITEM)).isFalse();
        assertThat(LegacyConditions.filter(conditions, "OR").matches(ITEM)).isTrue();
        assertThat(LegacyConditions.filter(conditions, "OR").topLevelNames()).containsExactly("a", "s");
        conditions.put("a", is("EQ", n("6")));
        assertThat(LegacyConditions.filter(conditions, "OR").matches(ITEM)).isFalse();
        assertThat(LegacyConditions.filter(Map.of(), "OR").matches(ITEM)).isTrue();
    }

    @Test
    void filtersHaveAsManyValuesAsTheirOperatorTakes() {
        for (String operator : List.of("EQ", "NE", "LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "IN",
                "BETWEEN")) {
            assertThat(filterError(operator))
                    .isEqualTo(INVALID + "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
        for (String operator : List.of("NULL", "NOT_NULL", "BETWEEN")) {
            assertThat(filterError(operator, s("a")))
                    .isEqualTo(INVALID + "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
        assertThat(filterError("EQ", s("a"), s("b")))
                .isEqualTo(INVALID + "Invalid number of argument(s) for the EQ ComparisonOperator");
        assertThat(filterError("IN", s("a"), s("b"), s("c"))).isEqualTo("no error");
    }

    @Test
    void filtersHaveValuesOfOneFittingType() {
        assertThat(filterError("IN", s("a"), n("1")))
                .isEqualTo(INVALID + "AttributeValues inside AttributeValueList must be of same type");
        assertThat(filterError("LT", bool(true)))
                .isEqualTo(INVALID + "ComparisonOperator LT is not valid for BOOL AttributeValue type");
        assertThat(filterError("BEGINS_WITH", n("1")))
                .isEqualTo(INVALID + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
        assertThat(filterError("CONTAINS", ss("a")))
                .isEqualTo(INVALID + "ComparisonOperator CONTAINS is not valid for SS AttributeValue type");
        assertThat(filterError("BETWEEN", n("2"), n("1"))).isEqualTo(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
        assertThat(filterError("EQ", m())).isEqualTo("no error");
    }

    @Test
    void expectsValuesOrNothing() {
        assertThat(LegacyConditions.expected(one("a", new LegacyCondition(null, null, n("5"), null)), null).matches(ITEM))
                .isTrue();
        assertThat(LegacyConditions.expected(one("a", new LegacyCondition(null, null, n("6"), true)), null).matches(ITEM))
                .isFalse();
        assertThat(LegacyConditions.expected(one("z", new LegacyCondition(null, null, null, false)), null).matches(ITEM))
                .isTrue();
        assertThat(LegacyConditions.expected(one("a", new LegacyCondition(null, null, null, false)), null).matches(ITEM))
                .isFalse();
        assertThat(LegacyConditions.expected(one("a", new LegacyCondition("GT", null, n("1"), null)), null).matches(ITEM))
                .isTrue();
        assertThat(LegacyConditions.expected(one("a", is("NULL")), null).matches(ITEM)).isFalse();
        assertThat(LegacyConditions.expected(one("a", new LegacyCondition("NOT_NULL", null)), null).matches(ITEM)).isTrue();
    }

    @Test
    void expectationsMustMakeSense() {
        assertThat(expectedError(new LegacyCondition("BEGINS_WITH", List.of(n("1")), null, null)))
                .isEqualTo("One or more parameter values were invalid: ComparisonOperator BEGINS_WITH is not valid for N "
                        + "AttributeValue type");
        assertThat(expectedError(new LegacyCondition("EQ", List.of(n("1")), n("1"), null)))
                .isEqualTo(INVALID + "Value and AttributeValueList cannot be used together for Attribute: a");
        assertThat(expectedError(new LegacyCondition("EQ", null, n("1"), true)))
                .isEqualTo(INVALID + "Exists and ComparisonOperator cannot be used together for Attribute: a");
        assertThat(expectedError(new LegacyCondition("EQ", null, null, null))).isEqualTo(
                INVALID + "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a");
        assertThat(expectedError(new LegacyCondition(null, List.of(), null, null)))
                .isEqualTo(INVALID + "AttributeValueList can only be used with a ComparisonOperator for Attribute: a");
        assertThat(expectedError(new LegacyCondition(null, null, null, null)))
                .isEqualTo(INVALID + "Value must be provided when Exists is null for Attribute: a");
        assertThat(expectedError(new LegacyCondition(null, null, null, true)))
                .isEqualTo(INVALID + "Value must be provided when Exists is true for Attribute: a");
        assertThat(expectedError(new LegacyCondition(null, null, n("1"), false)))
                .isEqualTo(INVALID + "Value cannot be used when Exists is false for Attribute: a");
        assertThat(expectedError(is("EQ", n("1"), n("2"))))
                .isEqualTo(INVALID + "Invalid number of argument(s) for the EQ ComparisonOperator");
        assertThat(expectedError(new LegacyCondition("NULL", null, n("1"), null)))
                .isEqualTo(INVALID + "Invalid number of argument(s) for the NULL ComparisonOperator");
        assertThat(expectedError(is("BETWEEN", n("2"), n("1")))).isEqualTo(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
        assertThat(expectedError(is("IN", n("2"), s("1"))))
                .isEqualTo(INVALID + "AttributeValues inside AttributeValueList must be of same type");
    }

    @Test
    void keysAreAskedInTheSameWay() {
        KeyNames names = new KeyNames("pk", AttributeType.S, "sk", AttributeType.N);
        Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
        conditions.put("pk", is("EQ", s("a")));
        conditions.put("sk", is("BETWEEN", n("1"), n("2")));
        assertThat(LegacyConditions.keys(conditions).on(names)).isEqualTo(
                new KeyCondition("pk", s("a"), "sk", new KeyPredicate(KeyOperator.BETWEEN, n("1"), n("2"))));
        for (String operator : List.of("EQ", "LT", "LE", "GT", "GE")) {
            conditions.put("sk", is(operator, n("1")));
            assertThat(LegacyConditions.keys(conditions).on(names).range())
                    .isEqualTo(new KeyPredicate(KeyOperator.valueOf(operator), n("1"), null));
        }
        for (String operator : List.of("NE", "IN", "CONTAINS", "NOT_CONTAINS")) {
            conditions.put("sk", is(operator, n("1")));
            assertThat(error(() -> LegacyConditions.keys(conditions).on(names)))
                    .isEqualTo("Attempted conditional constraint is not an indexable operation");
        }
        conditions.put("sk", is("NULL"));
        assertThat(error(() -> LegacyConditions.keys(conditions).on(names)))
                .isEqualTo("Attempted conditional constraint is not an indexable operation");
        assertThat(error(() -> LegacyConditions.keys(Map.of()))).isEqualTo("Conditions can be of length 1 or 2 only");
    }
}
