package io.quarkiverse.kvs.dynamodb.expression;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.b;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.bool;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.placeholders;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;

class KeyConditionTest {

    private static final KeyNames BOTH = new KeyNames("pk", AttributeType.S, "sk", AttributeType.N);
    private static final KeyNames TEXT = new KeyNames("pk", AttributeType.S, "sk", AttributeType.S);
    private static final KeyNames HASH = new KeyNames("pk", AttributeType.S);

    private static KeyCondition parse(String text, KeyNames keys, Object... values) {
        return KeyCondition.parse(text, placeholders(Map.of("#p", "pk"), values), keys);
    }

    private static String error(String text, KeyNames keys, Object... values) {
        return Samples.error(() -> parse(text, keys, values));
    }

    @Test
    void asksForOnePartition() {
        assertThat(parse("pk = :p", BOTH, ":p", s("a"))).isEqualTo(new KeyCondition("pk", s("a"), null, null));
        assertThat(parse(":p = #p", HASH, ":p", s("a"))).isEqualTo(new KeyCondition("pk", s("a"), null, null));
        assertThat(parse("(pk = :p)", HASH, ":p", s("a"))).isEqualTo(new KeyCondition("pk", s("a"), null, null));
    }

    @Test
    void asksForARange() {
        Object[] values = { ":p", s("a"), ":v", n("1"), ":w", n("2") };
        for (Map.Entry<String, KeyOperator> operator : Map.of("sk = :v", KeyOperator.EQ, "sk < :v", KeyOperator.LT, "sk <= :v",
                KeyOperator.LE, "sk > :v", KeyOperator.GT, "sk >= :v", KeyOperator.GE, ":v < sk", KeyOperator.GT, ":v >= sk",
                KeyOperator.LE, ":v = sk", KeyOperator.EQ).entrySet()) {
            KeyCondition expected = new KeyCondition("pk", s("a"), "sk", new KeyPredicate(operator.getValue(), n("1"), null));
            assertThat(parse("pk = :p AND " + operator.getKey(), BOTH, values)).isEqualTo(expected);
            assertThat(parse("(" + operator.getKey() + ") AND (pk = :p)", BOTH, values)).isEqualTo(expected);
        }
        assertThat(parse("pk = :p AND sk BETWEEN :v AND :w", BOTH, values).range())
                .isEqualTo(new KeyPredicate(KeyOperator.BETWEEN, n("1"), n("2")));
        assertThat(parse("begins_with(sk, :x) AND pk = :p", TEXT, ":p", s("a"), ":x", s("b")).range())
                .isEqualTo(new KeyPredicate(KeyOperator.BEGINS_WITH, s("b"), null));
    }

    @Test
    void predicatesMatchTheirValues() {
        assertThat(new KeyPredicate(KeyOperator.EQ, n("1"), null).matches(n("1"))).isTrue();
        assertThat(new KeyPredicate(KeyOperator.LT, n("1"), null).matches(n("1"))).isFalse();
        assertThat(new KeyPredicate(KeyOperator.LE, n("1"), null).matches(n("1"))).isTrue();
        assertThat(new KeyPredicate(KeyOperator.GT, n("1"), null).matches(n("2"))).isTrue();
        assertThat(new KeyPredicate(KeyOperator.GE, n("1"), null).matches(n("0"))).isFalse();
        assertThat(new KeyPredicate(KeyOperator.BETWEEN, n("1"), n("3")).matches(n("3"))).isTrue();
        assertThat(new KeyPredicate(KeyOperator.BETWEEN, n("1"), n("3")).matches(n("4"))).isFalse();
        assertThat(new KeyPredicate(KeyOperator.BEGINS_WITH, b("a"), null).matches(b("ab"))).isTrue();
        assertThat(new KeyPredicate(KeyOperator.BEGINS_WITH, s("a"), null).matches(s("ba"))).isFalse();
        assertThat(new KeyPredicate(KeyOperator.NOT_INDEXABLE, null, null).matches(s("ba"))).isFalse();
    }

    @Test
    void takesOnlyWhatKeysCanAnswer() {
        Object[] values = { ":p", s("a"), ":v", s("b") };
        String invalid = "Invalid operator used in KeyConditionExpression: ";
        assertThat(error("pk = :p OR sk = :v", TEXT, values)).isEqualTo(invalid + "OR");
        assertThat(error("pk = :p AND NOT sk = :v", TEXT, values)).isEqualTo(invalid + "NOT");
        assertThat(error("pk IN (:p, :v)", TEXT, values)).isEqualTo(invalid + "IN");
        assertThat(error("pk <> :p", TEXT, ":p", s("a"))).isEqualTo(invalid + "<>");
        for (String function : new String[] { "attribute_exists(sk)", "attribute_not_exists(sk)", "contains(sk, :v)" }) {
            assertThat(error("pk = :p AND " + function, TEXT, values))
                    .isEqualTo(invalid + function.substring(0, function.indexOf('(')));
        }
        assertThat(error("pk = :p AND size(sk) = :v", TEXT, values))
                .isEqualTo("KeyConditionExpressions cannot contain nested operations");
        assertThat(error("pk.a = :p", TEXT, ":p", s("a")))
                .isEqualTo("KeyConditionExpressions cannot have conditions on nested attributes");
        assertThat(error("pk = :p AND pk = :v", TEXT, values))
                .isEqualTo("KeyConditionExpressions must only contain one condition per key");
        assertThat(error("pk = :p AND sk > :v AND sk < :v", TEXT, values))
                .isEqualTo("KeyConditionExpressions must only contain one condition per key");
        String condition = "Invalid condition in KeyConditionExpression: ";
        assertThat(error("pk = sk", TEXT)).isEqualTo(condition + "Multiple attribute names used in one condition");
        assertThat(error(":p = :v", TEXT, values)).isEqualTo(condition + "No key attribute specified");
        assertThat(error("pk = :p AND :v BETWEEN sk AND :v", TEXT, values))
                .isEqualTo(condition + "BETWEEN operator must have the key attribute as its first operand");
        assertThat(error("pk = :p AND begins_with(:v, sk)", TEXT, values))
                .isEqualTo(condition + "begins_with operator must have the key attribute as its first operand");
        assertThat(error("pk = :p AND sk = :v AND x = :v", TEXT, values)).isEqualTo("Conditions can be of length 1 or 2 only");
    }

    @Test
    void theKeysMustBeThoseOfTheTable() {
        assertThat(error("sk = :p", BOTH, ":p", n("1"))).isEqualTo("Query condition missed key schema element: pk");
        assertThat(error("pk = :p AND x = :v", BOTH, ":p", s("a"), ":v", n("1")))
                .isEqualTo("Query condition missed key schema element: sk");
        assertThat(error("x = :p AND sk = :v", BOTH, ":p", s("a"), ":v", n("1")))
                .isEqualTo("Query condition missed key schema element: pk");
        assertThat(error("pk = :p AND sk = :v", HASH, ":p", s("a"), ":v", n("1")))
                .isEqualTo("Query key condition not supported");
        assertThat(error("pk > :p", BOTH, ":p", s("a"))).isEqualTo("Query key condition not supported");
        assertThat(error("begins_with(pk, :p)", BOTH, ":p", s("a"))).isEqualTo("Query key condition not supported");
        String type = "One or more parameter values were invalid: Condition parameter type does not match schema type";
        assertThat(error("pk = :p", BOTH, ":p", n("1"))).isEqualTo(type);
        assertThat(error("pk = :p", BOTH, ":p", bool(true))).isEqualTo(type);
        assertThat(error("pk = :p AND sk = :v", BOTH, ":p", s("a"), ":v", s("1"))).isEqualTo(type);
    }

    @Test
    void keysAreNotEmpty() {
        String empty = "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ";
        assertThat(error("pk = :p", HASH, ":p", s(""))).isEqualTo(empty + "string value. Key: pk");
        assertThat(error("pk = :p AND sk > :v", TEXT, ":p", s("a"), ":v", s(""))).isEqualTo(empty + "string value. Key: sk");
        assertThat(error("pk = :p AND sk BETWEEN :v AND :v", new KeyNames("pk", AttributeType.S, "sk", AttributeType.B), ":p",
                s("a"),
                ":v", b(""))).isEqualTo(empty + "binary value. Key: sk");
    }

    @Test
    void otherErrorsAreThoseOfConditions() {
        assertThat(error("", BOTH)).isEqualTo("Invalid KeyConditionExpression: The expression can not be empty;");
        assertThat(error("pk = ", BOTH))
                .isEqualTo("Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"");
        assertThat(error("pk = :x", BOTH)).isEqualTo("Invalid KeyConditionExpression: "
                + "An expression attribute value used in expression is not defined; attribute value: :x");
        assertThat(error("pk = :p AND begins_with(sk, :v)", BOTH, ":p", s("a"), ":v", n("1"))).isEqualTo(
                "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N");
    }

    @Test
    void saysWhichAttributesItAsksAbout() {
        assertThat(KeyConditions.parse("sk < :v AND pk = :v", placeholders(Map.of(), ":v", s("a"))).names())
                .containsExactly("sk", "pk");
    }
}
