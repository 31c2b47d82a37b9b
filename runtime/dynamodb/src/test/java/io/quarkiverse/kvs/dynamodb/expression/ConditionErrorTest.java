package io.quarkiverse.kvs.dynamodb.expression;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.b;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.bool;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.nil;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.placeholders;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionErrorTest {

    private static String error(String text, Object... values) {
        return Samples.error(
                () -> Conditions.parse(ExpressionKind.CONDITION, text, placeholders(Map.of("#a", "a", "#b", "b"), values)))
                .replaceFirst("^Invalid ConditionExpression: ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', commentCharacter = '~', value = {
            "a | <EOF> | a", "a = | <EOF> | =", "a == :v | = | == :v", "a b = :v | b | a b =", "= :v | = | = :v",
            "a = :v AND | <EOF> | AND", "a = :v OR OR b = :v | OR | OR OR b", "a AND b = :v | AND | a AND b",
            "(a = :v | <EOF> | :v",
            "a = :v) | ) | :v)", "(a = :v) = :v | = | ) = :v", "a IN () | ) | ()", "a IN :v | :v | IN :v",
            "a BETWEEN :v OR :v | OR | :v OR :v",
            "size(a | <EOF> | a", "size() = :v | ) | () =", "a. = :v | = | . = :v", "a[b] = :v | b | [b]",
            "a[-1] = :v | - | [-1",
            "a[0 = :v | = | 0 = :v", "# = :v | # | # =", ": = a | : | : =", "a = 1 | 1 | = 1", "a ! b | ! | a ! b",
            "1a = :v | 1 | 1a",
            "a = :v; | ; | :v;", "a = 'x' | ' | = 'x", "NOT | <EOF> | NOT", ":v | <EOF> | :v", "a = :v b = :v | b | :v b =",
            "AND = :v | AND | AND =", "a.or = :v | or | .or =", "a = {:v} | { | = {:v", "a = :v + :v | + | :v + :v" })
    void asksForAnotherWord(String text, String token, String near) {
        assertThat(error(text, ":v", n("1"))).isEqualTo("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\t\n" })
    void somethingMustBeThere(String text) {
        assertThat(error(text)).isEqualTo("The expression can not be empty;");
    }

    @Test
    void theNameOfTheParameterComesFirst() {
        for (ExpressionKind kind : new ExpressionKind[] { ExpressionKind.CONDITION, ExpressionKind.FILTER }) {
            assertThat(Samples.error(() -> Conditions.parse(kind, "", placeholders(Map.of()))))
                    .isEqualTo("Invalid " + kind.parameter() + ": The expression can not be empty;");
        }
        assertThat(ExpressionKind.CONDITION.parameter()).isEqualTo("ConditionExpression");
        assertThat(ExpressionKind.FILTER.parameter()).isEqualTo("FilterExpression");
    }

    @ParameterizedTest
    @ValueSource(strings = { "((a = :v))", "((a)) = :v", "a = ((:v))", "NOT ((a = :v))", "a = :v AND ((a = :v OR b = :v))",
            "size(((a))) = :v", "((a)).b = :v" })
    void parenthesesAroundParenthesesAreRedundant(String text) {
        assertThat(error(text, ":v", n("1"))).isEqualTo("The expression has redundant parentheses;");
    }

    @Test
    void otherParenthesesAreNot() {
        assertThat(error("((a = :v) OR (b = :v))", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("((a) = :v)", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("(a = (:v))", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("size((a)) = :v", ":v", n("1"))).isEqualTo("no error");
    }

    @Test
    void reservedWordsAreNoNames() {
        assertThat(error("name = :v", ":v", n("1"))).isEqualTo("Attribute name is a reserved keyword; reserved keyword: name");
        assertThat(error("a.Status = :v", ":v", n("1")))
                .isEqualTo("Attribute name is a reserved keyword; reserved keyword: Status");
        assertThat(error("attribute_exists(SIZE)")).isEqualTo("Attribute name is a reserved keyword; reserved keyword: SIZE");
        assertThat(ReservedWords.count()).isEqualTo(573);
        assertThat(ReservedWords.contains("zone")).isTrue();
        assertThat(ReservedWords.contains("ABORT")).isTrue();
        assertThat(ReservedWords.contains("zones")).isFalse();
    }

    @Test
    void placeholdersMustBeThere() {
        assertThat(error("#x = :v", ":v", n("1"))).isEqualTo(
                "An expression attribute name used in the document path is not defined; attribute name: #x");
        assertThat(error("a = :w", ":v", n("1"))).isEqualTo(
                "An expression attribute value used in expression is not defined; attribute value: :w");
        assertThat(error("a = :w")).isEqualTo(
                "An expression attribute value used in expression is not defined; attribute value: :w");
    }

    @Test
    void functionsMustBeKnownAndInTheirPlace() {
        assertThat(error("foo(a)")).isEqualTo("Invalid function name; function: foo");
        assertThat(error("Size(a) = :v", ":v", n("1"))).isEqualTo("Invalid function name; function: Size");
        assertThat(error("if_not_exists(a, :v) = :v", ":v", n("1")))
                .isEqualTo("The function is not allowed in a condition expression; function: if_not_exists");
        String place = "The function is not allowed to be used this way in an expression; function: ";
        assertThat(error("size(a)")).isEqualTo(place + "size");
        assertThat(error("NOT size(a)")).isEqualTo(place + "size");
        assertThat(error("a = :v AND size(a)", ":v", n("1"))).isEqualTo(place + "size");
        assertThat(error("attribute_exists(a) = :v", ":v", n("1"))).isEqualTo(place + "attribute_exists");
        assertThat(error("size(contains(a, :v)) = :v", ":v", n("1"))).isEqualTo(place + "contains");
        assertThat(error("a IN (begins_with(a, :v))", ":v", s("1"))).isEqualTo(place + "begins_with");
    }

    @Test
    void functionsTakeSoManyOperands() {
        String number = "Incorrect number of operands for operator or function; operator or function: ";
        assertThat(error("size(a, b) = :v", ":v", n("1"))).isEqualTo(number + "size, number of operands: 2");
        assertThat(error("attribute_exists(a, b)")).isEqualTo(number + "attribute_exists, number of operands: 2");
        assertThat(error("begins_with(a)")).isEqualTo(number + "begins_with, number of operands: 1");
        assertThat(error("contains(a, b, :v)", ":v", n("1"))).isEqualTo(number + "contains, number of operands: 3");
    }

    @Test
    void operandsHaveTypes() {
        String type = "Incorrect operand type for operator or function; operator or function: ";
        assertThat(error("a < :v", ":v", m())).isEqualTo(type + "<, operand type: M");
        assertThat(error(":v >= a", ":v", bool(true))).isEqualTo(type + ">=, operand type: BOOL");
        assertThat(error("a BETWEEN :v AND :w", ":v", n("1"), ":w", ss("x"))).isEqualTo(type + "BETWEEN, operand type: SS");
        assertThat(error("begins_with(a, :v)", ":v", n("1"))).isEqualTo(type + "begins_with, operand type: N");
        assertThat(error("begins_with(size(a), :v)", ":v", s("1"))).isEqualTo(type + "begins_with, operand type: N");
        assertThat(error("size(:v) = :v", ":v", n("1"))).isEqualTo(type + "size, operand type: N");
        assertThat(error("size(:v) = :w", ":v", nil(), ":w", n("1"))).isEqualTo(type + "size, operand type: NULL");
        assertThat(error("attribute_type(a, :v)", ":v", n("1"))).isEqualTo(type + "attribute_type, operand type: N");
        assertThat(error("attribute_type(a, b)"))
                .isEqualTo(type + "attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
        assertThat(error("attribute_type(a, :v)", ":v", s("STRING"))).isEqualTo(
                "Invalid attribute type name found; type: STRING, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        assertThat(error("attribute_exists(:v)", ":v", s("a"))).isEqualTo(
                "Operator or function requires a document path; operator or function: attribute_exists");
        assertThat(error("a = :v AND b <> :w", ":v", m(), ":w", l())).isEqualTo("no error");
    }

    @Test
    void boundsAreInOrder() {
        String upper = "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ";
        assertThat(error("a BETWEEN :v AND :w", ":v", s("b"), ":w", s("a"))).isEqualTo(
                upper + "lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}");
        assertThat(error("a BETWEEN :v AND :w", ":v", n("1.50"), ":w", n("-1E2"))).isEqualTo(
                upper + "lower bound operand: AttributeValue: {N:1.5}, upper bound operand: AttributeValue: {N:-100}");
        assertThat(error("a BETWEEN :v AND :w", ":v", b("bb"), ":w", b("a"))).isEqualTo(
                upper + "lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]}, "
                        + "upper bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]}");
        assertThat(error("a BETWEEN :v AND :w", ":v", n("1"), ":w", s("a"))).isEqualTo(
                "The BETWEEN operator requires same data type for lower and upper bounds; "
                        + "lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}");
        assertThat(error("a BETWEEN :v AND :v", ":v", n("1"))).isEqualTo("no error");
    }

    @Test
    void operandsAreDistinct() {
        String distinct = "The first operand must be distinct from the remaining operands for this operator or function; operator: ";
        assertThat(error("a = a")).isEqualTo(distinct + "=, first operand: [a]");
        assertThat(error("a.b[0] < a.b[0]")).isEqualTo(distinct + "<, first operand: [a, b, [0]]");
        assertThat(error("#a = a")).isEqualTo(distinct + "=, first operand: [a]");
        assertThat(error("contains(a, a)")).isEqualTo(distinct + "contains, first operand: [a]");
        assertThat(error("a IN (b, a)")).isEqualTo(distinct + "IN, first operand: [a]");
        assertThat(error("a BETWEEN b AND a")).isEqualTo(distinct + "BETWEEN, first operand: [a]");
        assertThat(error(":v = :v", ":v", n("1"))).isEqualTo("no error");
    }

    @Test
    void everythingHasALimit() {
        assertThat(error("a IN (" + ":v, ".repeat(99) + ":v)", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("a IN (" + ":v, ".repeat(100) + ":v)", ":v", n("1"))).isEqualTo(
                "The IN operator is provided with too many operands; number of operands: 101");
        assertThat(error("a" + ".b".repeat(31) + " = :v", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("a" + ".b".repeat(32) + " = :v", ":v", n("1"))).isEqualTo(
                "The document path has too many nesting levels; nesting levels: 33");
        assertThat(error("a[2147483647] = :v", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("a[2147483648] = :v", ":v", n("1"))).isEqualTo(
                "List index is not within the allowable range; index: [2147483648]");
        assertThat(error("a[99999999999999999999] = :v", ":v", n("1"))).isEqualTo(
                "List index is not within the allowable range; index: [99999999999999999999]");
        assertThat(error("a=:v" + " ".repeat(4092), ":v", n("1"))).isEqualTo("no error");
        assertThat(error("a=:v" + " ".repeat(4093), ":v", n("1")))
                .isEqualTo("Expression size has exceeded the maximum allowed size;");
        assertThat(error("a=" + "\u20ac".repeat(1366), ":v", n("1")))
                .isEqualTo("Expression size has exceeded the maximum allowed size;");
        assertThat(error("a=:v AND ".repeat(149) + "a=:v AND a=:v", ":v", n("1")))
                .startsWith("The expression contains too many");
        assertThat(error("a=:v AND ".repeat(149) + "a=:v", ":v", n("1"))).isEqualTo("no error");
        assertThat(error("NOT ".repeat(1000) + "a=:v", ":v", n("1"))).startsWith("The expression contains too many");
        assertThat(error("(".repeat(4000), ":v", n("1"))).isEqualTo("The expression has redundant parentheses;");
    }

    @Test
    void theWorstIsToldFirst() {
        assertThat(error("((foo(name))) =", ":v", n("1"))).startsWith("Syntax error");
        assertThat(error("((foo(name)))")).isEqualTo("The expression has redundant parentheses;");
        assertThat(error("foo(name)")).isEqualTo("Invalid function name; function: foo");
        assertThat(error("size(name)")).startsWith("The function is not allowed to be used this way");
        assertThat(error("#x = :w AND name = :v", ":v", n("1"))).startsWith("Attribute name is a reserved keyword");
        assertThat(error("a < :v AND #x = :v", ":v", m())).startsWith("Incorrect operand type");
        assertThat(error("#x < :v AND a < :v", ":v", m())).startsWith("An expression attribute name");
        assertThat(error("begins_with(#x)", ":v", m())).startsWith("An expression attribute name");
    }

    @Test
    void placeholdersAreWellFormed() {
        assertThat(Samples.error(() -> new Placeholders(Map.of("a", "x"), null)))
                .isEqualTo("ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"");
        assertThat(Samples.error(() -> new Placeholders(Map.of("#a-b", "x"), null)))
                .isEqualTo("ExpressionAttributeNames contains invalid key: Syntax error; key: \"#a-b\"");
        assertThat(Samples.error(() -> new Placeholders(Map.of("#", "x"), null)))
                .isEqualTo("ExpressionAttributeNames contains invalid key: Syntax error; key: \"#\"");
        assertThat(Samples.error(() -> new Placeholders(null, item("#v", n("1")))))
                .isEqualTo("ExpressionAttributeValues contains invalid key: Syntax error; key: \"#v\"");
        assertThat(Samples.error(() -> new Placeholders(Map.of(), null)))
                .isEqualTo("ExpressionAttributeNames must not be empty");
        assertThat(Samples.error(() -> new Placeholders(null, Map.of())))
                .isEqualTo("ExpressionAttributeValues must not be empty");
        assertThat(Samples.error(() -> new Placeholders(Map.of("#" + "a".repeat(254), "x"), null))).isEqualTo("no error");
        assertThat(Samples.error(() -> new Placeholders(Map.of("#" + "a".repeat(255), "x"), null))).isEqualTo(
                "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too long; size of key: 256");
        assertThat(Samples.error(() -> new Placeholders(null, item(":v", s("x".repeat(2 * 1024 * 1024))))))
                .isEqualTo("ExpressionAttributeValues exceeds max size");
    }

    @Test
    void placeholdersAreUsed() {
        Placeholders placeholders = placeholders(Map.of("#a", "a"), ":v", n("1"), ":w", n("2"), ":x", n("3"));
        Conditions.parse(ExpressionKind.CONDITION, "b = :w", placeholders);
        assertThat(Samples.error(placeholders::requireAllUsed))
                .isEqualTo("Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}");
        Conditions.parse(ExpressionKind.CONDITION, "#a = :w", placeholders);
        assertThat(Samples.error(placeholders::requireAllUsed))
                .isEqualTo("Value provided in ExpressionAttributeValues unused in expressions: keys: {:v, :x}");
        Conditions.parse(ExpressionKind.CONDITION, "a IN (:v, :x)", placeholders);
        placeholders.requireAllUsed();
    }

    @Test
    void filtersAreToldTheirSize() {
        assertThat(Samples.error(
                () -> Conditions.parse(ExpressionKind.FILTER, "a=:v" + " ".repeat(4093), placeholders(Map.of(), ":v", n("1")))))
                .isEqualTo(
                        "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097");
    }
}
