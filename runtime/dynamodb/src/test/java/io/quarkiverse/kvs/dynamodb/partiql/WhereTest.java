package io.quarkiverse.kvs.dynamodb.partiql;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.error;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.nil;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.expression.KeyOperator;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class WhereTest {

    private static final KeyNames KEYS = new KeyNames("pk", AttributeType.S, "sk", AttributeType.N);
    private static final KeyNames HASH = new KeyNames("pk", AttributeType.S);
    private static final Map<String, AttributeValue> ITEM = item("pk", s("a"), "sk", n("5"), "x", n("7"), "str", s("hello"),
            "nil", nil(),
            "m", m("in ner", l(n("1"), n("2"))), "tags", ss("p", "q"));

    private static Where where(String where, AttributeValue... parameters) {
        return ((Statement.Select) Statement.parse("SELECT * FROM t WHERE " + where, List.of(parameters))).where();
    }

    private static boolean matches(String where, AttributeValue... parameters) {
        return where(where, parameters).condition().matches(ITEM);
    }

    private static KeyCondition all(String hash) {
        return new KeyCondition("pk", s(hash), null, null);
    }

    private static KeyCondition part(String hash, KeyOperator operator, String low, String high) {
        return new KeyCondition("pk", s(hash), "sk", new KeyPredicate(operator, n(low), high == null ? null : n(high)));
    }

    @Test
    void comparesAndCombines() {
        assertThat(matches("pk='a' AND sk=5")).isTrue();
        assertThat(matches("pk='a' AND sk>5")).isFalse();
        assertThat(matches("pk='b' OR x<=7 AND sk=4")).isFalse();
        assertThat(matches("(pk='a' OR x<=7) AND sk=4")).isFalse();
        assertThat(matches("NOT pk='b' AND x >= ?", n("7"))).isTrue();
        assertThat(matches("NOT (pk='a' AND x=7)")).isFalse();
        assertThat(matches("x <> 8 AND x != 8 AND 8 > x")).isTrue();
        assertThat(matches("\"pk\" = ?", s("a"))).isTrue();
        assertThat(matches("x BETWEEN 6 AND 8 AND pk='a'")).isTrue();
        assertThat(matches("x NOT BETWEEN 6 AND 8")).isFalse();
        assertThat(matches("x IN [1, 7]")).isTrue();
        assertThat(matches("x IN (1, ?)", n("7"))).isTrue();
        assertThat(matches("x IN ?", l(n("6"), n("7")))).isTrue();
        assertThat(matches("x NOT IN [1, 2]")).isTrue();
        assertThat(matches("m.\"in ner\"[1] = 2")).isTrue();
        assertThat(matches("m['in ner'] = [1, 2]")).isTrue();
    }

    @Test
    void functionsAndTypes() {
        assertThat(matches("begins_with(str, 'he')")).isTrue();
        assertThat(matches("BEGINS_WITH(\"str\", ?)", s("x"))).isFalse();
        assertThat(matches("contains(tags, 'p')")).isTrue();
        assertThat(matches("attribute_type(x, 'N')")).isTrue();
        assertThat(matches("size(str) = 5")).isTrue();
        assertThat(matches("y IS MISSING AND x IS NOT MISSING")).isTrue();
        assertThat(matches("nil IS NULL")).isTrue();
        assertThat(matches("x IS NULL")).isFalse();
        assertThat(matches("nil IS NOT NULL")).isFalse();
        assertThat(
                matches("x IS INT AND x is decimal AND str IS STRING AND tags IS BAG AND m IS STRUCT AND m.\"in ner\" IS LIST"))
                .isTrue();
        assertThat(matches("x IS STRING OR str IS BAG OR tags IS LIST OR x IS BOOL OR x IS BLOB")).isFalse();
    }

    @Test
    void findsTheKeyOfOneItem() {
        assertThat(where("sk = 1 AND (pk = 'a') AND x > 3").key(KEYS)).isEqualTo(item("pk", s("a"), "sk", n("1")));
        assertThat(where("? = pk", s("a")).key(HASH)).isEqualTo(item("pk", s("a")));
        String missing = "Where clause does not contain a mandatory equality on all key attributes";
        for (String text : List.of("pk='a'", "sk=1", "pk='a' AND sk>1", "pk='a' OR sk=1", "pk='a' AND NOT sk=1",
                "pk='a' AND sk=x",
                "pk='a' AND sk IN [1]", "pk='a' AND sk.y=1", "pk='a' AND sk=1 AND sk=2")) {
            assertThat(error(() -> where(text).key(KEYS))).as(text).isEqualTo(missing);
        }
    }

    @Test
    void findsThePartitions() {
        assertThat(where("pk='a'").partitions(KEYS)).containsExactly(all("a"));
        assertThat(where("pk='a' AND x=1").partitions(KEYS)).containsExactly(all("a"));
        assertThat(where("pk='a' AND sk=1").partitions(KEYS)).containsExactly(part("a", KeyOperator.EQ, "1", null));
        assertThat(where("pk='a' AND 1 <= sk").partitions(KEYS)).containsExactly(part("a", KeyOperator.GE, "1", null));
        assertThat(where("pk='a' AND sk BETWEEN 1 AND 2").partitions(KEYS))
                .containsExactly(part("a", KeyOperator.BETWEEN, "1", "2"));
        assertThat(where("pk IN ['a','b','a'] AND sk < 3").partitions(KEYS))
                .containsExactly(part("a", KeyOperator.LT, "3", null), part("b", KeyOperator.LT, "3", null));
        assertThat(where("pk='a' AND sk IN [1, 2]").partitions(KEYS))
                .containsExactly(part("a", KeyOperator.EQ, "1", null), part("a", KeyOperator.EQ, "2", null));
        assertThat(where("pk='a' OR pk='b'").partitions(KEYS)).containsExactly(all("a"), all("b"));
        assertThat(where("(pk='a' OR pk='b') AND x=1").partitions(KEYS)).containsExactly(all("a"), all("b"));
        assertThat(where("pk='a' AND sk=1 OR pk='a' AND sk>0").partitions(KEYS)).containsExactly(all("a"));
        assertThat(where("pk='a' AND sk=1 OR pk='a' AND x>0").partitions(KEYS)).containsExactly(all("a"));
        assertThat(where("pk='a' AND sk=1").partitions(HASH)).containsExactly(all("a"));
        for (String text : List.of("sk=1", "pk='a' OR x=1", "pk>'a'", "pk<>'a'", "NOT pk='a'", "pk=x", "begins_with(pk,'a')")) {
            assertThat(where(text).partitions(KEYS)).as(text).isNull();
        }
        assertThat(error(() -> where("pk=1").partitions(KEYS))).isEqualTo(
                "One or more parameter values were invalid: Condition parameter type does not match schema type");
    }

    @Test
    void readsNoMoreThanSoManyParts() {
        AttributeValue fifty = new AttributeValue.L(IntStream.range(0, 50).mapToObj(i -> s("k" + i)).toList());
        AttributeValue more = new AttributeValue.L(IntStream.range(0, 51).mapToObj(i -> s("k" + i)).toList());
        assertThat(where("pk IN ?", fifty).partitions(KEYS)).hasSize(50);
        String tooMany = "Too many decomposed read operations for a given query.";
        assertThat(error(() -> where("pk IN ?", more).partitions(KEYS))).isEqualTo(tooMany);
        assertThat(error(() -> where("pk IN ? AND sk IN [1, 2]", fifty).partitions(KEYS))).isEqualTo(tooMany);
        assertThat(error(() -> where("pk IN ? OR pk = 'x'", fifty).partitions(KEYS))).isEqualTo(tooMany);
        assertThat(where("pk IN ? OR pk = 'k7'", fifty).partitions(KEYS)).hasSize(50);
        assertThat(where("x IN ?", more).partitions(KEYS)).isNull();
    }

    /** What a condition takes is in one of the partitions, and only in one. */
    @Test
    void partitionsHaveAllItemsThatMatch() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Where where = where(randomWhere(random, 3));
            List<KeyCondition> partitions = where.partitions(KEYS);
            for (String hash : List.of("a", "b", "c")) {
                for (int range = 0; range < 4; range++) {
                    Map<String, AttributeValue> item = item("pk", s(hash), "sk", n("" + range), "x", n("" + random.nextInt(3)));
                    long found = partitions == null ? 1
                            : partitions.stream().filter(partition -> isIn(item, partition)).count();
                    assertThat(found).isLessThanOrEqualTo(1);
                    assertThat(where.condition().matches(item) && found == 0).isFalse();
                }
            }
        }
    }

    private static boolean isIn(Map<String, AttributeValue> item, KeyCondition partition) {
        return item.get("pk").equals(partition.hashValue())
                && (partition.range() == null || partition.range().matches(item.get("sk")));
    }

    private static String randomWhere(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            List<String> parts = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                parts.add("(" + randomWhere(random, depth - 1) + ")");
            }
            return (random.nextInt(6) == 0 ? "NOT " : "") + String.join(random.nextBoolean() ? " AND " : " OR ", parts);
        }
        String name = List.of("pk", "pk", "sk", "x").get(random.nextInt(4));
        String value = name.equals("pk") ? "'" + (char) ('a' + random.nextInt(3)) + "'" : "" + random.nextInt(4);
        switch (random.nextInt(5)) {
            case 0:
                return name + " IN [" + value + "]";
            case 1:
                return name + List.of("<", "<=", ">", ">=", "<>").get(random.nextInt(5)) + value;
            case 2:
                return name.equals("pk") ? name + "=" + value : name + " BETWEEN " + random.nextInt(3) + " AND " + value;
            default:
                return name + " = " + value;
        }
    }
}
