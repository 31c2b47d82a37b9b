package io.quarkiverse.kvs.dynamodb.partiql;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.b;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.bool;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.bs;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.error;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.nil;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ns;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class StatementTest {

    private static final KeyNames KEYS = new KeyNames("pk", AttributeType.S, "sk", AttributeType.N);

    private static <T extends Statement> T parse(Class<T> type, String statement, AttributeValue... parameters) {
        Statement parsed = Statement.parse(statement, List.of(parameters));
        assertThat(parsed).isInstanceOf(type);
        return type.cast(parsed);
    }

    private static Statement.Select select(String statement, AttributeValue... parameters) {
        return parse(Statement.Select.class, statement, parameters);
    }

    private static Map<String, AttributeValue> updated(Map<String, AttributeValue> item, String changes,
            AttributeValue... parameters) {
        return parse(Statement.Update.class, "UPDATE t " + changes + " WHERE pk='a'", parameters).update().apply(item);
    }

    @Test
    void selectsFromATableOrAnIndex() {
        Statement.Select all = select("SELECT * FROM \"my.table-1\"");
        assertThat(all.table()).isEqualTo("my.table-1");
        assertThat(all.index()).isNull();
        assertThat(all.projection()).isNull();
        assertThat(all.where()).isNull();
        assertThat(all.order()).isEmpty();
        assertThat(all.isRead()).isTrue();
        assertThat(select("select * from Music . \"by-year\" ;").index()).isEqualTo("by-year");
        assertThat(select("SELECT * FROM Music -- all of it\n").table()).isEqualTo("Music");
        assertThat(select("SELECT /* all */ * FROM Music").table()).isEqualTo("Music");
    }

    @Test
    void partsOfDocumentsBecomeAttributes() {
        Statement.Select select = select("SELECT a, \"b c\", m.x, m['y z'].w, l[1], m.l[0][1] FROM t");
        assertThat(select.projection().apply(item("a", n("1"), "b c", n("2"), "m",
                m("x", n("3"), "y z", m("w", n("4")), "l", l(l(n("5"), n("6")))), "l", l(n("7"), n("8")), "z", n("9"))))
                .isEqualTo(item("a", n("1"), "b c", n("2"), "x", n("3"), "w", n("4"), "l[1]", n("8"), "l[0][1]", n("6")));
        assertThat(select.projection().apply(item("a", n("1")))).isEqualTo(item("a", n("1")));
        assertThat(select.projection().topLevelNames()).containsExactly("a", "b c", "m", "l");
        assertThat(select.projection().paths()).hasSize(6);
    }

    @Test
    void ordersByKeys() {
        assertThat(select("SELECT * FROM t WHERE pk='a' ORDER BY pk, \"sk\" DESC").order())
                .containsExactly(new Statement.Order("pk", false), new Statement.Order("sk", true));
        select("SELECT * FROM t WHERE pk='a' ORDER BY sk ASC").checkOrder(KEYS);
        select("SELECT * FROM t").checkOrder(KEYS);
        assertThat(error(() -> select("SELECT * FROM t ORDER BY sk").checkOrder(KEYS)))
                .isEqualTo("Must have WHERE clause in the statement when using ORDER BY clause.");
        assertThat(error(() -> select("SELECT * FROM t WHERE sk=1 ORDER BY sk").checkOrder(KEYS))).isEqualTo(
                "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");
        assertThat(error(() -> select("SELECT * FROM t WHERE pk='a' ORDER BY x").checkOrder(KEYS)))
                .isEqualTo("Variable reference x in ORDER BY clause must be part of the primary key");
    }

    @Test
    void insertsValuesOfAllTypes() {
        Statement.Insert insert = parse(Statement.Insert.class,
                "INSERT INTO \"t\" VALUE {'s':'it''s', 'n':-1.50e1, 'y':true, 'f':FALSE, 'z':null, 'l':[1, 'a', []], 'm':{'x':{}}, "
                        + "'ss':<<'a','b'>>, 'ns':<<1, 2.0>>, 'p':?, 'bs':<<?>>, 'q':[?]}",
                b("x"), b("y"), ss("p"));
        assertThat(insert.table()).isEqualTo("t");
        assertThat(insert.isRead()).isFalse();
        assertThat(insert.item())
                .isEqualTo(item("s", s("it's"), "n", n("-15"), "y", bool(true), "f", bool(false), "z", nil(), "l",
                        l(n("1"), s("a"), l()), "m", m("x", m()), "ss", ss("a", "b"), "ns", ns("1", "2"), "p", b("x"), "bs",
                        bs("y"), "q",
                        l(ss("p"))));
    }

    @Test
    void updates() {
        Map<String, AttributeValue> item = item("a", n("1"), "l", l(n("1")), "m", m("x", l(n("5"), n("6"))), "s", ss("x", "y"));
        assertThat(updated(item, "SET a = 2 SET b = 'c', d = ? REMOVE l", n("9")))
                .isEqualTo(item("a", n("2"), "m", m("x", l(n("5"), n("6"))), "s", ss("x", "y"), "b", s("c"), "d", n("9")));
        assertThat(updated(item, "REMOVE m.x[0]").get("m")).isEqualTo(m("x", l(n("6"))));
        assertThat(updated(item, "SET a = a + 1").get("a")).isEqualTo(n("2"));
        assertThat(updated(item, "SET a = a - ?", n("3")).get("a")).isEqualTo(n("-2"));
        assertThat(updated(item, "SET a = a-1").get("a")).isEqualTo(n("0"));
        assertThat(updated(item, "SET l = list_append(l, [2])").get("l")).isEqualTo(l(n("1"), n("2")));
        assertThat(updated(item, "SET s = set_add(s, <<'z'>>)").get("s")).isEqualTo(ss("x", "y", "z"));
        assertThat(updated(item, "SET s=SET_DELETE(s, <<'x'>>)").get("s")).isEqualTo(ss("y"));
        assertThat(updated(item, "SET z = set_add(z, <<1>>)").get("z")).isEqualTo(ns("1"));
        assertThat(updated(item, "SET z = a").get("z")).isEqualTo(n("1"));
    }

    @Test
    void returnsWhatIsAskedFor() {
        String update = "UPDATE t SET a=1 WHERE pk='a'";
        assertThat(parse(Statement.Update.class, update).returning()).isEqualTo(Returning.NONE);
        assertThat(parse(Statement.Update.class, update + " RETURNING ALL OLD *").returning()).isEqualTo(Returning.ALL_OLD);
        assertThat(parse(Statement.Update.class, update + " RETURNING ALL NEW *").returning()).isEqualTo(Returning.ALL_NEW);
        assertThat(parse(Statement.Update.class, update + " returning modified old *").returning())
                .isEqualTo(Returning.UPDATED_OLD);
        assertThat(parse(Statement.Update.class, update + " RETURNING MODIFIED NEW *").returning())
                .isEqualTo(Returning.UPDATED_NEW);
        Statement.Delete delete = parse(Statement.Delete.class, "DELETE FROM \"t\" WHERE pk='a' AND sk=1 RETURNING ALL OLD *");
        assertThat(delete.returning()).isEqualTo(Returning.ALL_OLD);
        assertThat(delete.where().key(KEYS)).isEqualTo(item("pk", s("a"), "sk", n("1")));
        assertThat(parse(Statement.Delete.class, "DELETE FROM t WHERE pk='a'").returning()).isEqualTo(Returning.NONE);
    }

    @Test
    void updatesMayBeginWithTheTable() {
        Statement.Update update = parse(Statement.Update.class,
                "FROM \"t\" WHERE pk='a' AND sk=1 SET x=2 REMOVE y RETURNING ALL NEW *");
        assertThat(update.table()).isEqualTo("t");
        assertThat(update.where().key(KEYS)).isEqualTo(item("pk", s("a"), "sk", n("1")));
        assertThat(update.update().apply(item("y", n("1")))).isEqualTo(item("x", n("2")));
        assertThat(update.returning()).isEqualTo(Returning.ALL_NEW);
    }

    @Test
    void asksWhetherThereIsSomething() {
        Statement.Exists exists = parse(Statement.Exists.class,
                "EXISTS(SELECT * FROM \"t\" WHERE pk='a' AND sk=1 AND x IS MISSING)");
        assertThat(exists.table()).isEqualTo("t");
        assertThat(exists.isRead()).isTrue();
        assertThat(exists.select().where().key(KEYS)).isEqualTo(item("pk", s("a"), "sk", n("1")));
    }
}
