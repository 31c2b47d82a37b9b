package io.quarkiverse.kvs.dynamodb.expression;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.b;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.bool;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.bs;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.nil;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ns;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.placeholders;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class ConditionTest {

    private static final Map<String, AttributeValue> ITEM = item("str", s("hello"), "num", n("5"), "bin", b("\u0001\u00ff"),
            "yes", bool(true), "nil", nil(), "arr", l(s("a"), n("1"), l(n("2")), m("deep", s("x"))),
            "tree", m("leaf", s("green"), "arr", l(n("7"), n("8")), "or1", n("3")), "strs", ss("a", "b"), "nums",
            ns("1", "2.50"),
            "bins", bs("x", "y"), "same", s("hello"), "none", l(), "blank", s(""));

    private static boolean matches(String text, Object... values) {
        return Conditions.parse(ExpressionKind.CONDITION, text, placeholders(Map.of(), values)).matches(ITEM);
    }

    @Test
    void comparesValuesOfOneType() {
        assertThat(matches("str = :v", ":v", s("hello"))).isTrue();
        assertThat(matches("str = :v", ":v", s("Hello"))).isFalse();
        assertThat(matches("str <> :v", ":v", s("Hello"))).isTrue();
        assertThat(matches("num < :v", ":v", n("5"))).isFalse();
        assertThat(matches("num <= :v", ":v", n("5.0"))).isTrue();
        assertThat(matches("num > :v", ":v", n("-10"))).isTrue();
        assertThat(matches("num >= :v", ":v", n("1E1"))).isFalse();
        assertThat(matches(":v < num", ":v", n("4"))).isTrue();
        assertThat(matches("str = same")).isTrue();
        assertThat(matches("bin > :v", ":v", b("\u0001\u007f"))).isTrue();
        assertThat(matches("arr = :v", ":v", l(s("a"), n("1.0"), l(n("2")), m("deep", s("x"))))).isTrue();
        assertThat(matches("strs = :v", ":v", ss("b", "a"))).isTrue();
        assertThat(matches("nums = :v", ":v", ns("2.5", "1"))).isTrue();
        assertThat(matches("nil = :v", ":v", nil())).isTrue();
    }

    @Test
    void stringsAreOrderedByTheirBytes() {
        assertThat(matches(":a < :b", ":a", s("\uffee"), ":b", s("\ud83d\ude00"))).isTrue();
        assertThat(matches(":a < :b", ":a", s("\ud83d\ude00"), ":b", s("\ud83d\ude01"))).isTrue();
        assertThat(matches(":a < :b", ":a", s("a"), ":b", s("aa"))).isTrue();
        assertThat(matches(":a < :b", ":a", s("Z"), ":b", s("a"))).isTrue();
    }

    @Test
    void valuesOfDifferentTypesAreUnequalAndHaveNoOrder() {
        assertThat(matches("str = :v", ":v", n("5"))).isFalse();
        assertThat(matches("str <> :v", ":v", n("5"))).isTrue();
        assertThat(matches("str < :v", ":v", n("5"))).isFalse();
        assertThat(matches("str >= :v", ":v", n("5"))).isFalse();
        assertThat(matches("yes < str")).isFalse();
        assertThat(matches("arr < tree")).isFalse();
    }

    @Test
    void whatIsNotThereIsUnequalToEverything() {
        assertThat(matches("gone = :v", ":v", s("a"))).isFalse();
        assertThat(matches("gone <> :v", ":v", s("a"))).isTrue();
        assertThat(matches("NOT gone = :v", ":v", s("a"))).isTrue();
        assertThat(matches("gone < :v", ":v", s("a"))).isFalse();
        assertThat(matches("gone = away")).isFalse();
        assertThat(matches("gone BETWEEN :v AND :w", ":v", n("1"), ":w", n("2"))).isFalse();
        assertThat(matches("gone IN (:v)", ":v", n("1"))).isFalse();
        assertThat(matches("begins_with(gone, :v)", ":v", s("a"))).isFalse();
        assertThat(matches("contains(gone, :v)", ":v", s("a"))).isFalse();
        assertThat(matches("contains(str, gone)")).isFalse();
        assertThat(matches("size(gone) = :v", ":v", n("0"))).isFalse();
        assertThat(matches("attribute_type(gone, :v)", ":v", s("S"))).isFalse();
    }

    @Test
    void operatorsBindAsTheGuideSays() {
        Object[] values = { ":t", n("5"), ":f", n("6") };
        assertThat(matches("num = :t OR num = :f AND num = :f", values)).isTrue();
        assertThat(matches("(num = :t OR num = :f) AND num = :f", values)).isFalse();
        assertThat(matches("NOT num = :f AND num = :f", values)).isFalse();
        assertThat(matches("NOT (num = :f AND num = :t)", values)).isTrue();
        assertThat(matches("num = :f or not num = :f and num = :t", values)).isTrue();
        assertThat(matches("NOT NOT num = :t AND num <> :f", values)).isTrue();
        assertThat(matches("num BETWEEN :t AND :f AND num = :t", values)).isTrue();
        assertThat(matches("num between :t and :f and num = :f", values)).isFalse();
    }

    @Test
    void betweenIncludesItsBounds() {
        assertThat(matches("num BETWEEN :a AND :b", ":a", n("5"), ":b", n("6"))).isTrue();
        assertThat(matches("num BETWEEN :a AND :b", ":a", n("4"), ":b", n("5"))).isTrue();
        assertThat(matches("num BETWEEN :a AND :b", ":a", n("6"), ":b", n("7"))).isFalse();
        assertThat(matches(":v BETWEEN tree.leaf AND num", ":v", n("4"))).isFalse();
        assertThat(matches("str BETWEEN :a AND :b", ":a", n("4"), ":b", n("5"))).isFalse();
        assertThat(matches("(num) BETWEEN (:a) AND (:b)", ":a", n("4"), ":b", n("5"))).isTrue();
    }

    @Test
    void inLooksForAnEqualOne() {
        assertThat(matches("num IN (:a, :b)", ":a", s("5"), ":b", n("5.00"))).isTrue();
        assertThat(matches("num IN (:a)", ":a", s("5"))).isFalse();
        assertThat(matches("str in (gone, same)")).isTrue();
        assertThat(matches("(str) IN ((:a))", ":a", s("hello"))).isTrue();
    }

    @Test
    void pathsLeadIntoMapsAndLists() {
        assertThat(matches("tree.leaf = :v", ":v", s("green"))).isTrue();
        assertThat(matches("tree.arr[1] = :v", ":v", n("8"))).isTrue();
        assertThat(matches("arr[3].deep = :v", ":v", s("x"))).isTrue();
        assertThat(matches("arr[2][0] = :v", ":v", n("2"))).isTrue();
        assertThat(matches(" arr [ 2 ] [ 0 ] = :v ", ":v", n("2"))).isTrue();
        assertThat(matches("(tree).leaf = :v", ":v", s("green"))).isTrue();
        assertThat(matches("attribute_exists(arr[9])")).isFalse();
        assertThat(matches("attribute_exists(str.leaf)")).isFalse();
        assertThat(matches("attribute_exists(tree[0])")).isFalse();
        assertThat(matches("attribute_exists(arr.a)")).isFalse();
        Condition named = Conditions.parse(ExpressionKind.FILTER, "#t.#l = :v",
                placeholders(Map.of("#t", "tree", "#l", "leaf"), ":v", s("green")));
        assertThat(named.matches(ITEM)).isTrue();
        Condition dotted = Conditions.parse(ExpressionKind.FILTER, "#d = :v",
                placeholders(Map.of("#d", "a.b"), ":v", s("x")));
        assertThat(dotted.matches(item("a.b", s("x")))).isTrue();
        assertThat(dotted.matches(item("a", m("b", s("x"))))).isFalse();
    }

    @Test
    void functionsSayWhatIsThere() {
        assertThat(matches("attribute_exists(nil)")).isTrue();
        assertThat(matches("attribute_exists(tree.leaf)")).isTrue();
        assertThat(matches("attribute_not_exists(tree.branch)")).isTrue();
        assertThat(matches("attribute_not_exists(str)")).isFalse();
        for (Map.Entry<String, String> type : Map.of("str", "S", "num", "N", "bin", "B", "yes", "BOOL", "nil", "NULL", "arr",
                "L", "tree", "M", "strs", "SS", "nums", "NS", "bins", "BS").entrySet()) {
            assertThat(matches("attribute_type(" + type.getKey() + ", :t)", ":t", s(type.getValue()))).isTrue();
            assertThat(matches("attribute_type(blank, :t)", ":t", s(type.getValue()))).isEqualTo(type.getValue().equals("S"));
        }
    }

    @Test
    void beginsWithTakesStringsAndBytes() {
        assertThat(matches("begins_with(str, :v)", ":v", s("hel"))).isTrue();
        assertThat(matches("begins_with(str, :v)", ":v", s(""))).isTrue();
        assertThat(matches("begins_with(str, :v)", ":v", s("el"))).isFalse();
        assertThat(matches("begins_with(bin, :v)", ":v", b("\u0001"))).isTrue();
        assertThat(matches("begins_with(bin, :v)", ":v", s("\u0001"))).isFalse();
        assertThat(matches("begins_with(num, :v)", ":v", s("5"))).isFalse();
        assertThat(matches("begins_with(strs, str)")).isFalse();
    }

    @Test
    void containsLooksIntoStringsBytesSetsAndLists() {
        assertThat(matches("contains(str, :v)", ":v", s("ell"))).isTrue();
        assertThat(matches("contains(str, :v)", ":v", s("Ell"))).isFalse();
        assertThat(matches("contains(bin, :v)", ":v", b("\u00ff"))).isTrue();
        assertThat(matches("contains(bin, :v)", ":v", b("\u00fe"))).isFalse();
        assertThat(matches("contains(strs, :v)", ":v", s("b"))).isTrue();
        assertThat(matches("contains(strs, :v)", ":v", n("1"))).isFalse();
        assertThat(matches("contains(nums, :v)", ":v", n("2.5"))).isTrue();
        assertThat(matches("contains(bins, :v)", ":v", b("y"))).isTrue();
        assertThat(matches("contains(arr, :v)", ":v", n("1"))).isTrue();
        assertThat(matches("contains(arr, :v)", ":v", l(n("2")))).isTrue();
        assertThat(matches("contains(arr, :v)", ":v", s("1"))).isFalse();
        assertThat(matches("contains(num, :v)", ":v", n("5"))).isFalse();
        assertThat(matches("contains(:v, str)", ":v", s("oh, hello!"))).isTrue();
    }

    @Test
    void sizeCountsCharactersBytesAndElements() {
        assertThat(matches("size(str) = :v", ":v", n("5"))).isTrue();
        assertThat(matches("size(blank) = :v", ":v", n("0"))).isTrue();
        assertThat(matches("size(bin) = :v", ":v", n("2"))).isTrue();
        assertThat(matches("size(arr) = :v", ":v", n("4"))).isTrue();
        assertThat(matches("size(tree) = :v", ":v", n("3"))).isTrue();
        assertThat(matches("size(strs) = size(bins)")).isTrue();
        assertThat(matches("size(num) > :v", ":v", n("0"))).isFalse();
        assertThat(matches("size(tree.leaf) BETWEEN :v AND num", ":v", n("4"))).isTrue();
        assertThat(matches("num IN (size(str), :v)", ":v", n("99"))).isTrue();
        assertThat(matches("size(:v) = :n", ":v", s("1234567890"), ":n", n("10"))).isTrue();
    }

    @Test
    void anItemThatDoesNotExistHasNoAttributes() {
        Condition condition = Conditions.parse(ExpressionKind.CONDITION, "attribute_not_exists(pk)", placeholders(Map.of()));
        assertThat(condition.matches(Map.of())).isTrue();
    }

    @Test
    void tellsWhichAttributesItAsks() {
        Condition condition = Conditions.parse(ExpressionKind.FILTER,
                "a = :v AND (size(b.c) < d OR begins_with(#e[0], f)) AND NOT attribute_exists(g) AND h BETWEEN i AND :v AND j IN (k)",
                placeholders(Map.of("#e", "e"), ":v", n("1")));
        assertThat(condition.topLevelNames()).containsExactly("a", "b", "d", "e", "f", "g", "h", "i", "j", "k");
        assertThat(condition.nestedNames()).containsExactly("b", "e");
    }
}
