package io.quarkiverse.kvs.dynamodb.partiql;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.bool;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.expression.Samples;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class StatementErrorTest {

    private static final String NOT_WELL_FORMED = "Statement wasn't well formed, can't be processed: ";
    private static final List<String> SAMPLES = List.of(
            "SELECT a, b.c[0] FROM \"t\".\"i\" WHERE pk = ? AND (x BETWEEN 1 AND 2 OR y IN ['a', 2]) ORDER BY sk DESC",
            "INSERT INTO t VALUE {'a': [1, <<'x'>>, {'b': null}], 'c': ?}",
            "UPDATE t SET a = a + 1, l = list_append(l, [?]) REMOVE b[0] WHERE pk = 'a' AND NOT size(x) > 1 RETURNING ALL OLD *",
            "DELETE FROM t WHERE pk = ? AND begins_with(x, 'y') AND z IS NOT MISSING");
    private static final List<String> PIECES = List.of("(", ")", "[", "]", "{", "}", "<<", ">>", "'", "\"", "?", ",", ".", ":",
            "=", "-",
            "1", "1e999", "'a'", "NOT ", "AND", "SELECT", "FROM", "WHERE", "IS MISSING", "((((", "[[[[[[[[[[[[[[[[", "\u0000",
            "--", "/*",
            "9999999999999999999999999999999999999999999");

    private static String error(String statement, AttributeValue... parameters) {
        return Samples.error(() -> Statement.parse(statement, List.of(parameters)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "SELECT * FROM t WHERE pk='a' foo | Unexpected token after expression",
            "SELECT * FROM t WHERE pk='a') | Unexpected token after expression",
            "SELECT * FROM t LIMIT 1 | Unexpected token after expression",
            "SELECT * FROM t ORDER BY pk WHERE pk='a' | Unexpected token after expression",
            "SELECT * | Expected FROM after SELECT list", "SELECT * FROM | Unexpected term",
            "SELECT FROM t | Unexpected keyword",
            "SELECT * FROM t WHERE | Unexpected term",
            "SELECT * FROM t WHERE pk='a' AND | Missing right-hand side expression of infix operator",
            "SELECT * FROM t WHERE pk = | Missing right-hand side expression of infix operator",
            "SELECT * FROM t WHERE = 1 | Unexpected operator",
            "SELECT * FROM t WHERE pk = SELECT | Unexpected keyword", "SELECT * FROM t WHERE pk IS FOO | Expected type name",
            "SELECT * FROM t WHERE pk IN () | Expression group cannot be empty",
            "SELECT * FROM t WHERE pk BETWEEN 1 OR 2 | Expected AND keyword",
            "SELECT * FROM t WHERE pk BETWEEN 1 AND | Expected expression after AND",
            "SELECT * FROM t WHERE a.1=2 | Unexpected token after expression",
            "SELECT * FROM t WHERE (a=1 | Expected RIGHT_PAREN", "SELECT a[1 FROM t | Expected RIGHT_BRACKET",
            "SELECT * FROM t ORDER pk | Expected BY",
            "INSERT INTO t VALUE {'a': <<1} | Expected RIGHT_DOUBLE_ANGLE_BRACKET",
            "DELETE FROM t WHERE a=1 RETURNING ALL OLD | Expected STAR",
            "EXISTS SELECT * FROM t | Expected LEFT_PAREN",
            "SELECT * FROM t WHERE a.'b'=2 | Invalid path dot component",
            "SELECT * FROM t WHERE a[b]=2 | Invalid path component for simple path",
            "DELETE FROM | Expected identifier for simple path", "DELETE t | Expected FROM after DELETE",
            "UPDATE t | Expected data manipulation",
            "UPDATE t WHERE pk='a' | Expected data manipulation", "UPDATE t SET a WHERE pk='a' | Expected '='",
            "INSERT INTO t {'a':1} | Unexpected term",
            "INSERT t VALUE {} | Expected INTO after INSERT", "INSERT INTO t VALUE {a:1} | Unexpected term",
            "FOO | Unexpected term",
            "INSERT INTO t VALUE {'a' 1} | Expected COLON", "INSERT INTO t VALUE {'a':1 | Expected RIGHT_CURLY",
            "EXISTS(DELETE FROM t) | Expected SELECT after EXISTS" })
    void saysWhatIsWrong(String statement, String detail) {
        assertThat(error(statement)).isEqualTo(NOT_WELL_FORMED + detail);
    }

    @Test
    void wordsMustBeWordsOfTheLanguage() {
        for (String statement : List.of("SELECT * FROM t WHERE a = 'x", "SELECT * FROM \"t", "SELECT * FROM t /* x",
                "SELECT * FROM t WHERE a = `x`",
                "SELECT * FROM t WHERE a = #x")) {
            assertThat(error(statement)).isEqualTo(NOT_WELL_FORMED);
        }
    }

    @Test
    void parametersAreAsManyAsQuestionMarks() {
        String number = "Number of parameters in request and statement don't match.";
        assertThat(error("SELECT * FROM t WHERE pk=?")).isEqualTo(number);
        assertThat(error("SELECT * FROM t WHERE pk=?", s("a"), s("b"))).isEqualTo(number);
        assertThat(error("SELECT * FROM t WHERE pk='?'", s("a"))).isEqualTo(number);
        assertThat(error("SELECT * FROM t WHERE pk=?", s("a"))).isEqualTo("no error");
    }

    @Test
    void changesNeedAKey() {
        String missing = "Where clause does not contain a mandatory equality on all key attributes";
        assertThat(error("UPDATE t SET a=1")).isEqualTo(missing);
        assertThat(error("DELETE FROM t")).isEqualTo(missing);
        assertThat(error("FROM t SET a=1")).isEqualTo(missing);
    }

    @Test
    void functionsAndOperandsAreChecked() {
        assertThat(error("SELECT * FROM t WHERE foo(a)")).isEqualTo("Invalid function name; function: foo");
        assertThat(error("UPDATE t SET a=foo(b) WHERE pk='a'")).isEqualTo("Invalid function name; function: foo");
        String number = "Incorrect number of operands for operator or function; operator or function: ";
        assertThat(error("SELECT * FROM t WHERE contains(a)")).isEqualTo(number + "contains, number of operands: 1");
        assertThat(error("SELECT * FROM t WHERE size() = 1")).isEqualTo(number + "size, number of operands: 0");
        assertThat(error("UPDATE t SET a=list_append(b) WHERE pk='a'"))
                .isEqualTo(number + "list_append, number of operands: 1");
        String type = "Incorrect operand type for operator or function; operator or function: ";
        assertThat(error("SELECT * FROM t WHERE a < ?", bool(true))).isEqualTo(type + "<, operand type: BOOL");
        assertThat(error("SELECT * FROM t WHERE a BETWEEN 1 AND [1]")).isEqualTo(type + "BETWEEN, operand type: L");
        assertThat(error("SELECT * FROM t WHERE begins_with(a, 1)")).isEqualTo(type + "begins_with, operand type: N");
        assertThat(error("SELECT * FROM t WHERE attribute_type(a, 1)")).isEqualTo(type + "attribute_type, operand type: N");
        assertThat(error("UPDATE t SET a=a+'x' WHERE pk='a'")).isEqualTo(type + "+, operand type: S");
        assertThat(error("UPDATE t SET a=list_append(a, 1) WHERE pk='a'")).isEqualTo(type + "list_append, operand type: N");
        assertThat(error("UPDATE t SET a=set_add(a, 1) WHERE pk='a'")).isEqualTo(type + "set_add, operand type: N");
        assertThat(error("UPDATE t SET a=set_add(b, <<1>>) WHERE pk='a'")).contains("set_add");
        assertThat(error("SELECT * FROM t WHERE attribute_type(a, 'X')")).isEqualTo(
                "Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        assertThat(error("SELECT * FROM t WHERE contains(a, 1) = 2")).isEqualTo(
                "The function is not allowed to be used this way in an expression; function: contains");
        for (String where : List.of("a", "1", "a + 1", "a = b + 1", "a = (b = 1)", "size(1) = 1", "1 IS MISSING")) {
            assertThat(error("SELECT * FROM t WHERE " + where)).as(where)
                    .startsWith("Unsupported expression in the where clause");
        }
    }

    @Test
    void pathsAreApart() {
        assertThat(error("UPDATE t SET a=1 SET a.b=2 WHERE pk='a'")).isEqualTo("Two document paths overlap with each other; "
                + "must remove or rewrite one of these paths; path one: [a], path two: [a, b]");
    }

    @Test
    void valuesAreValues() {
        assertThat(error("SELECT * FROM t WHERE a = 1e126"))
                .startsWith("Number overflow. Attempting to store a number with magnitude larger than supported range");
        assertThat(error("INSERT INTO t VALUE {'a': <<>>}"))
                .isEqualTo("One or more parameter values were invalid: An string set  may not be empty");
        assertThat(error("INSERT INTO t VALUE {'a': <<1, 1.0>>}")).isEqualTo("Input collection contains duplicates");
        assertThat(error("INSERT INTO t VALUE {'a': <<1, 'a'>>}")).contains("one type");
        assertThat(error("INSERT INTO t VALUE {'a': <<true>>}")).contains("S, N and B");
        assertThat(error("INSERT INTO t VALUE [1]")).contains("map");
        assertThat(error("SELECT a[2147483648] FROM t"))
                .isEqualTo("List index is not within the allowable range; index: [2147483648]");
        assertThat(error("SELECT a[-1] FROM t")).isEqualTo("List index is not within the allowable range; index: [-1]");
    }

    @Test
    void whatIsNotSupported() {
        assertThat(error("SELECT * FROM t AS x")).isEqualTo("Aliases are not supported");
        assertThat(error("SELECT a b FROM t")).isEqualTo("Aliases are not supported");
        assertThat(error("UPDATE t x SET a=1 WHERE pk='a'")).isEqualTo("Aliases are not supported");
        assertThat(error("DELETE FROM t.i WHERE pk='a'")).contains("[t, i]");
        assertThat(error("DELETE FROM t WHERE pk='a' RETURNING ALL NEW *")).contains("ALL OLD");
    }

    @Test
    void everythingHasALimit() {
        assertThat(error("SELECT * FROM t WHERE a IN [" + "1,".repeat(100) + "1]")).isEqualTo(
                "The IN operator is provided with too many operands; number of operands: 101");
        assertThat(error("SELECT * FROM t WHERE " + "(".repeat(5000)))
                .isEqualTo(NOT_WELL_FORMED + "Expressions are nested too deep");
        assertThat(error("SELECT * FROM t WHERE " + "NOT ".repeat(2000) + "a=1"))
                .isEqualTo(NOT_WELL_FORMED + "Expressions are nested too deep");
        assertThat(error("SELECT * FROM t WHERE a = " + "[".repeat(5000)))
                .isEqualTo(NOT_WELL_FORMED + "Expressions are nested too deep");
        assertThat(error("UPDATE t SET a = a" + "+1".repeat(4000) + " WHERE pk='a'"))
                .isEqualTo(NOT_WELL_FORMED + "Expressions are nested too deep");
        assertThat(error("SELECT * FROM t WHERE a=1" + " AND a=1".repeat(1000))).isEqualTo("no error");
        assertThat(error("SELECT a" + ".a".repeat(32) + " FROM t")).contains("too many nesting levels");
    }

    @Test
    void brokenStatementsGiveAnAnswerOrAnError() {
        Random random = new Random(3);
        long slowest = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(SAMPLES.get(random.nextInt(SAMPLES.size())));
            for (int j = random.nextInt(5); j >= 0; j--) {
                int at = random.nextInt(text.length() + 1);
                if (random.nextInt(3) == 0) {
                    text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                } else {
                    text.insert(at, random.nextInt(4) == 0 ? "" + (char) random.nextInt(128)
                            : PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            long start = System.nanoTime();
            try {
                Statement.parse(text.toString(), random.nextInt(10) == 0 ? List.of() : List.of(n("1")));
            } catch (DynamoDbException e) {
                if (e.type() != ErrorType.VALIDATION) {
                    throw new AssertionError("Statement: " + text, e);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("Statement: " + text, e);
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
    }
}
