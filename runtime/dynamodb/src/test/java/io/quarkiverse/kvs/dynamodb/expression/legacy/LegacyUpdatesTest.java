package io.quarkiverse.kvs.dynamodb.expression.legacy;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.error;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.ss;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class LegacyUpdatesTest {

    private static final String INVALID = "One or more parameter values were invalid: ";

    private static Map<String, AttributeValue> updated(Map<String, AttributeValue> item, String action, AttributeValue value) {
        return LegacyUpdates.update(Map.of("a", new LegacyUpdate(action, value))).apply(item);
    }

    private static String failure(String action, AttributeValue value) {
        return error(() -> updated(item(), action, value));
    }

    @Test
    void puts() {
        assertThat(updated(item("b", n("1")), "PUT", s("x"))).isEqualTo(item("b", n("1"), "a", s("x")));
        assertThat(updated(item("a", n("1")), null, s("x"))).isEqualTo(item("a", s("x")));
    }

    @Test
    void adds() {
        assertThat(updated(item("a", n("1")), "ADD", n("2"))).isEqualTo(item("a", n("3")));
        assertThat(updated(item(), "ADD", n("2"))).isEqualTo(item("a", n("2")));
        assertThat(updated(item("a", ss("x")), "ADD", ss("x", "y"))).isEqualTo(item("a", ss("x", "y")));
        assertThat(updated(item("a", l(n("1"))), "ADD", l(n("1")))).isEqualTo(item("a", l(n("1"), n("1"))));
    }

    @Test
    void deletes() {
        assertThat(updated(item("a", n("1")), "DELETE", null)).isEqualTo(item());
        assertThat(updated(item(), "DELETE", null)).isEqualTo(item());
        assertThat(updated(item("a", ss("x", "y")), "DELETE", ss("x"))).isEqualTo(item("a", ss("y")));
        assertThat(updated(item("a", ss("x")), "DELETE", ss("x"))).isEqualTo(item());
    }

    @Test
    void namesAreTakenAsTheyAre() {
        UpdateExpression update = LegacyUpdates.update(Map.of("a.b[0]", new LegacyUpdate("PUT", n("1"))));
        assertThat(update.apply(item())).isEqualTo(item("a.b[0]", n("1")));
        assertThat(update.topLevelNames()).containsExactly("a.b[0]");
    }

    @Test
    void complains() {
        for (String action : new String[] { "PUT", "ADD", null }) {
            assertThat(failure(action, null))
                    .isEqualTo(INVALID + "Only DELETE action is allowed when no attribute value is specified");
        }
        assertThat(failure("DELETE", n("1"))).isEqualTo(INVALID + "DELETE action with value is not supported for the type N");
        assertThat(failure("ADD", s("1"))).isEqualTo(INVALID + "ADD action is not supported for the type S");
        assertThat(failure("ADD", m())).isEqualTo(INVALID + "ADD action is not supported for the type M");
        assertThat(error(() -> updated(item("a", s("x")), "ADD", n("1")))).isEqualTo("Type mismatch for attribute to update");
        assertThat(error(() -> updated(item("a", s("x")), "DELETE", ss("x"))))
                .isEqualTo("Type mismatch for attribute to update");
    }
}
