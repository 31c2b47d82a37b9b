package io.quarkiverse.kvs.dynamodb.expression;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.placeholders;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateErrorTest {

    private static String error(String text, Object... values) {
        String error = Samples.error(() -> UpdateExpression.parse(text, placeholders(Map.of("#a", "a"), values)));
        if (!error.equals("no error")) {
            assertThat(error).startsWith("Invalid UpdateExpression: ");
        }
        return error.replaceFirst("^Invalid UpdateExpression: ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "INVALID SYNTAX HERE | INVALID | INVALID SYNTAX", "SET | <EOF> | SET", "SET a | <EOF> | a", "SET a = | <EOF> | =",
            "SET a = :v, | <EOF> | ,", "SET a = :v b = :v | b | :v b =", "SET a = :v REMOVE | <EOF> | REMOVE",
            "SET a :v | :v | a :v",
            "ADD a = :v | = | a = :v", "ADD hits : incr | : | hits : incr", "ADD a b | b | a b", "DELETE a | <EOF> | a",
            "REMOVE a b | b | a b", "SET a = :v + :v + :v | + | :v + :v", "SET a = VALUE 1 | 1 | VALUE 1",
            "SET a = -:v | - | = -:v",
            "SET (a) = :v | ( | SET (a", "SET set = :v | set | SET set =", "SET a = if_not_exists(a, :v | <EOF> | :v",
            "SET a = if_not_exists(:v + :v, :v) | + | :v + :v", ", SET a = :v | , | , SET", "SET a = :v; | ; | :v;" })
    void asksForAnotherWord(String text, String token, String near) {
        assertThat(error(text, ":v", n("1"))).isEqualTo("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
    }

    @Test
    void somethingMustBeThere() {
        assertThat(error("")).isEqualTo("The expression can not be empty;");
        assertThat(error("  ")).isEqualTo("The expression can not be empty;");
    }

    @Test
    void eachClauseIsThereOnce() {
        assertThat(error("SET a = :v SET b = :v", ":v", n("1")))
                .isEqualTo("The \"SET\" section can only be used once in an update expression;");
        assertThat(error("remove a ADD b :v remove c", ":v", n("1")))
                .isEqualTo("The \"REMOVE\" section can only be used once in an update expression;");
        assertThat(error("remove a add b :v set d = :v delete c :s", ":v", n("1"), ":s", ss("a"))).isEqualTo("no error");
    }

    @Test
    void namesAndPlaceholders() {
        assertThat(error("SET name = :v", ":v", n("1")))
                .isEqualTo("Attribute name is a reserved keyword; reserved keyword: name");
        assertThat(error("SET a = if_not_exists(b.Status, :v)", ":v", n("1")))
                .isEqualTo("Attribute name is a reserved keyword; reserved keyword: Status");
        assertThat(error("SET #b = :v", ":v", n("1"))).isEqualTo(
                "An expression attribute name used in the document path is not defined; attribute name: #b");
        assertThat(error("SET a = :w", ":v", n("1"))).isEqualTo(
                "An expression attribute value used in expression is not defined; attribute value: :w");
    }

    @Test
    void pathsDoNotOverlap() {
        String overlap = "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ";
        assertThat(error("SET a = :v, a.b = :v", ":v", n("1"))).isEqualTo(overlap + "[a], path two: [a, b]");
        assertThat(error("SET a.b = :v REMOVE a", ":v", n("1"))).isEqualTo(overlap + "[a, b], path two: [a]");
        assertThat(error("SET #a = :v, a = :v", ":v", n("1"))).isEqualTo(overlap + "[a], path two: [a]");
        assertThat(error("REMOVE a[1], a[1].b")).isEqualTo(overlap + "[a, [1]], path two: [a, [1], b]");
        assertThat(error("SET a[1] = :v, a.b = :v", ":v", n("1"))).isEqualTo(
                "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [1]], path two: [a, b]");
        assertThat(error("SET a.b = :v, a.c = :v REMOVE d[0], d[1], e", ":v", n("1"))).isEqualTo("no error");
    }

    @Test
    void functions() {
        assertThat(error("SET a = foo(b)")).isEqualTo("Invalid function name; function: foo");
        assertThat(error("SET a = size(b)")).isEqualTo("The function is not allowed in an update expression; function: size");
        String number = "Incorrect number of operands for operator or function; operator or function: ";
        assertThat(error("SET a = if_not_exists(b)")).isEqualTo(number + "if_not_exists, number of operands: 1");
        assertThat(error("SET a = list_append(b, c, d)")).isEqualTo(number + "list_append, number of operands: 3");
        assertThat(error("SET a = if_not_exists(:v, b)", ":v", n("1"))).isEqualTo(
                "Operator or function requires a document path; operator or function: if_not_exists");
    }

    @Test
    void types() {
        String type = "Incorrect operand type for operator or function; operator or function: ";
        assertThat(error("SET a = b + :v", ":v", s("1"))).isEqualTo(type + "+, operand type: S");
        assertThat(error("SET a = :v - b", ":v", l())).isEqualTo(type + "-, operand type: L");
        assertThat(error("SET a = list_append(b, :v)", ":v", s("1"))).isEqualTo(type + "list_append, operand type: S");
        assertThat(error("SET a = list_append(b, c) + :v", ":v", n("1"))).isEqualTo(type + "+, operand type: L");
        String set = "Incorrect operand type for operator or function; operator: ";
        assertThat(error("ADD a :v", ":v", s("1")))
                .isEqualTo(set + "ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND");
        assertThat(error("ADD a :v", ":v", m())).isEqualTo(set + "ADD, operand type: MAP, typeSet: ALLOWED_FOR_ADD_OPERAND");
        assertThat(error("DELETE a :v", ":v", n("1")))
                .isEqualTo(set + "DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND");
        assertThat(error("ADD a :v", ":v", n("1"))).isEqualTo("no error");
    }

    @Test
    void theWorstIsToldFirst() {
        assertThat(error("SET name = :w SET")).startsWith("Syntax error");
        assertThat(error("SET name = foo(:w) SET b = :w")).startsWith("Attribute name is a reserved keyword");
        assertThat(error("SET a = foo(:w) SET b = :w")).startsWith("Invalid function name");
        assertThat(error("SET a = :w SET #b = :w")).startsWith("The \"SET\" section");
        assertThat(error("SET a = :w, #b = :w")).startsWith("An expression attribute name");
        assertThat(error("SET a = :w, a = :w")).startsWith("An expression attribute value");
        assertThat(error("SET a = list_append(:v, :v) REMOVE a", ":v", n("1"))).startsWith("Two document paths overlap");
        assertThat(error("SET a = list_append(:v, :v) ADD b :v", ":v", s("1"))).contains("operator: ADD");
    }

    @Test
    void everythingHasALimit() {
        StringBuilder text = new StringBuilder("SET a0 = :v");
        for (int i = 1; i < 300; i++) {
            text.append(", a").append(i).append("=:v");
        }
        assertThat(error(text.toString(), ":v", n("1"))).isEqualTo("no error");
        assertThat(error(text + ",b=:v", ":v", n("1"))).startsWith("The expression contains too many operators");
        assertThat(error("SET a = " + "(".repeat(4000), ":v", n("1"))).startsWith("Syntax error");
        assertThat(error("SET a = " + "if_not_exists(a,".repeat(200), ":v", n("1"))).startsWith("Syntax error");
        assertThat(error("REMOVE a" + "[0]".repeat(32)))
                .isEqualTo("The document path has too many nesting levels; nesting levels: 33");
        assertThat(error("REMOVE a" + " ".repeat(4096))).isEqualTo("Expression size has exceeded the maximum allowed size;");
    }
}
