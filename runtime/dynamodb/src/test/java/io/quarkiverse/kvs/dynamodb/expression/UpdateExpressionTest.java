package io.quarkiverse.kvs.dynamodb.expression;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.bs;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ns;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.placeholders;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class UpdateExpressionTest {

    private static UpdateExpression parse(String text, Object... values) {
        return UpdateExpression.parse(text, placeholders(Map.of(), values));
    }

    private static Map<String, AttributeValue> updated(Map<String, AttributeValue> item, String text, Object... values) {
        Map<String, AttributeValue> copy = new LinkedHashMap<>(item);
        Map<String, AttributeValue> after = parse(text, values).apply(item);
        assertThat(item).isEqualTo(copy);
        return after;
    }

    private static String failure(Map<String, AttributeValue> item, String text, Object... values) {
        UpdateExpression update = parse(text, values);
        return Samples.error(() -> update.apply(item));
    }

    @Test
    void setsAttributes() {
        assertThat(updated(item("a", n("1")), "SET a = :v, b = :v, c=a", ":v", s("x")))
                .isEqualTo(item("a", s("x"), "b", s("x"), "c", n("1")));
        assertThat(updated(item(), "set x1 = :v", ":v", m())).isEqualTo(item("x1", m()));
    }

    @Test
    void allRightHandSidesSeeTheItemBeforeTheUpdate() {
        assertThat(updated(item("a", n("1"), "b", n("2")), "SET a = b, b = a")).isEqualTo(item("a", n("2"), "b", n("1")));
        assertThat(updated(item("a", n("1"), "b", n("2")), "REMOVE a SET b = a")).isEqualTo(item("b", n("1")));
        assertThat(updated(item("a", n("1"), "b", n("2")), "ADD a :v SET b = a + :v", ":v", n("10")))
                .isEqualTo(item("a", n("11"), "b", n("11")));
    }

    @Test
    void calculates() {
        Map<String, AttributeValue> item = item("a", n("1.5"), "b", n("-2"));
        assertThat(updated(item, "SET a = a + :v", ":v", n("1")).get("a")).isEqualTo(n("2.5"));
        assertThat(updated(item, "SET a = :v - a", ":v", n("1")).get("a")).isEqualTo(n("-0.5"));
        assertThat(updated(item, "SET a = a-b").get("a")).isEqualTo(n("3.5"));
        assertThat(updated(item, "SET a = (a + b)").get("a")).isEqualTo(n("-0.5"));
        assertThat(updated(item, "SET a = if_not_exists(z, :v) + :v", ":v", n("4")).get("a")).isEqualTo(n("8"));
        assertThat(updated(item, "SET z = if_not_exists(a, z)").get("z")).isEqualTo(n("1.5"));
        assertThat(failure(item, "SET a = a + :v", ":v", n("1E60"))).isEqualTo(
                "Attempting to store more than 38 significant digits in a Number");
    }

    @Test
    void appendsLists() {
        Map<String, AttributeValue> item = item("a", l(n("1")));
        assertThat(updated(item, "SET a = list_append(a, :v)", ":v", l(n("2")))).isEqualTo(item("a", l(n("1"), n("2"))));
        assertThat(updated(item, "SET a = list_append(:v, a)", ":v", l(n("2")))).isEqualTo(item("a", l(n("2"), n("1"))));
        assertThat(updated(item, "SET b = list_append(if_not_exists(b, :e), :v)", ":v", l(n("2")), ":e", l()).get("b"))
                .isEqualTo(l(n("2")));
    }

    @Test
    void reachesIntoMapsAndLists() {
        Map<String, AttributeValue> item = item("m", m("a", n("1"), "l", l(n("0"), n("1"), m("x", n("5")))));
        assertThat(updated(item, "SET m.b = :v, m.l[2].x = :v, m.l[0] = m.a", ":v", s("y"))).isEqualTo(
                item("m", m("a", n("1"), "l", l(n("1"), n("1"), m("x", s("y"))), "b", s("y"))));
        assertThat(updated(item, "ADD m.a :v, m.l[1] :v, m.c :v", ":v", n("10"))).isEqualTo(
                item("m", m("a", n("11"), "l", l(n("0"), n("11"), m("x", n("5"))), "c", n("10"))));
    }

    @Test
    void indexesMeanTheElementsBeforeTheUpdate() {
        Map<String, AttributeValue> item = item("l", l(n("0"), n("1"), n("2"), n("3")));
        assertThat(updated(item, "REMOVE l[0], l[2]")).isEqualTo(item("l", l(n("1"), n("3"))));
        assertThat(updated(item, "REMOVE l[0] SET l[3] = :v", ":v", s("x"))).isEqualTo(item("l", l(n("1"), n("2"), s("x"))));
        assertThat(updated(item, "REMOVE l[9]")).isEqualTo(item);
        assertThat(updated(item, "REMOVE l[0], l[1], l[2], l[3]")).isEqualTo(item("l", l()));
    }

    @Test
    void whatIsSetBeyondTheEndIsAppended() {
        Map<String, AttributeValue> item = item("l", l(n("0")));
        assertThat(updated(item, "SET l[9] = :b, l[5] = :a", ":a", s("a"), ":b", s("b")))
                .isEqualTo(item("l", l(n("0"), s("a"), s("b"))));
        assertThat(updated(item, "ADD l[7] :a", ":a", n("2"))).isEqualTo(item("l", l(n("0"), n("2"))));
        assertThat(updated(item, "DELETE l[7] :a", ":a", ss("2"))).isEqualTo(item);
    }

    @Test
    void removesAttributes() {
        assertThat(updated(item("a", n("1"), "b", m("c", n("1"), "d", n("2"))), "REMOVE a, b.c, z"))
                .isEqualTo(item("b", m("d", n("2"))));
    }

    @Test
    void addsNumbersAndElementsOfSets() {
        Map<String, AttributeValue> item = item("n", n("1"), "s", ss("a"), "m", ns("1"), "b", bs("x"));
        assertThat(
                updated(item, "ADD n :n, s :s, m :m, b :b, y :n, z :s", ":n", n("2"), ":s", ss("a", "c"), ":m", ns("1.0", "2"),
                        ":b", bs("y")))
                .isEqualTo(item("n", n("3"), "s", ss("a", "c"), "m", ns("1", "2"), "b", bs("x", "y"), "y", n("2"),
                        "z", ss("a", "c")));
    }

    @Test
    void deletesElementsOfSetsAndSetsThatAreEmpty() {
        Map<String, AttributeValue> item = item("s", ss("a", "b"), "m", ns("1"), "b", bs("x", "y"));
        assertThat(updated(item, "DELETE s :s, m :m, b :b, z :s", ":s", ss("a", "c"), ":m", ns("1", "2"), ":b", bs("y")))
                .isEqualTo(item("s", ss("b"), "b", bs("x")));
    }

    @Test
    void whatIsReadMustBeThere() {
        String missing = "The provided expression refers to an attribute that does not exist in the item";
        assertThat(failure(item(), "SET a = b")).isEqualTo(missing);
        assertThat(failure(item("l", l()), "SET a = l[0]")).isEqualTo(missing);
        assertThat(failure(item(), "SET a = a + :v", ":v", n("1"))).isEqualTo(missing);
        assertThat(failure(item(), "SET a = list_append(a, :v)", ":v", l())).isEqualTo(missing);
        assertThat(failure(item(), "SET a = if_not_exists(b, c)")).isEqualTo(missing);
    }

    @Test
    void typesMustFit() {
        String type = "An operand in the update expression has an incorrect data type";
        Map<String, AttributeValue> item = item("s", s("x"), "n", n("1"), "set", ss("a"));
        assertThat(failure(item, "SET a = s + :v", ":v", n("1"))).isEqualTo(type);
        assertThat(failure(item, "SET a = list_append(s, :v)", ":v", l())).isEqualTo(type);
        assertThat(failure(item, "ADD s :v", ":v", n("1"))).isEqualTo(type);
        assertThat(failure(item("x", ss("a")), "ADD x :v", ":v", ns("1"))).isEqualTo(type);
        assertThat(failure(item("x", s("a")), "DELETE x :v", ":v", ss("a"))).isEqualTo(type);
    }

    @Test
    void theWayThereMustExist() {
        String path = "The document path provided in the update expression is invalid for update";
        Map<String, AttributeValue> item = item("s", s("x"), "m", m(), "l", l());
        assertThat(failure(item, "SET z.a = :v", ":v", n("1"))).isEqualTo(path);
        assertThat(failure(item, "SET s.a = :v", ":v", n("1"))).isEqualTo(path);
        assertThat(failure(item, "SET m[0] = :v", ":v", n("1"))).isEqualTo(path);
        assertThat(failure(item, "SET l.a = :v", ":v", n("1"))).isEqualTo(path);
        assertThat(failure(item, "SET m.a.b = :v", ":v", n("1"))).isEqualTo(path);
        assertThat(failure(item, "REMOVE z.a")).isEqualTo(path);
        assertThat(failure(item, "ADD z.a :v", ":v", n("1"))).isEqualTo(path);
        assertThat(failure(item, "DELETE z.a :v", ":v", ss("1"))).isEqualTo(path);
    }

    @Test
    void tellsWhatItChanges() {
        UpdateExpression update = UpdateExpression.parse("SET a = :v, b.c = d, #e = a REMOVE f[0] ADD g :v DELETE h :s",
                placeholders(Map.of("#e", "e.e"), ":v", n("1"), ":s", ss("x")));
        assertThat(update.topLevelNames()).containsExactly("a", "b", "e.e", "f", "g", "h");
        assertThat(update.nestedNames()).containsExactly("b", "f");
        assertThat(update.knownType("a")).isEqualTo(AttributeType.N);
        assertThat(update.knownType("e.e")).isNull();
        assertThat(update.knownType("b")).isNull();
        assertThat(update.knownType("h")).isEqualTo(AttributeType.SS);
        assertThat(update.knownType("z")).isNull();
        assertThat(parse("SET a = list_append(b, c), d = e + f").knownType("a")).isEqualTo(AttributeType.L);
        assertThat(parse("SET a = list_append(b, c), d = e + f").knownType("d")).isEqualTo(AttributeType.N);
        assertThat(update.project(item("a", n("1"), "b", m("c", n("2"), "x", n("3")), "f", l(s("p"), s("q")), "y", n("4"))))
                .isEqualTo(item("a", n("1"), "b", m("c", n("2")), "f", l(s("p"))));
    }
}
