package io.quarkiverse.kvs.dynamodb.expression;

import static io.quarkiverse.kvs.dynamodb.expression.Samples.item;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.l;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.m;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.n;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.placeholders;
import static io.quarkiverse.kvs.dynamodb.expression.Samples.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

class ProjectionTest {

    private static final Map<String, AttributeValue> ITEM = item("a", n("1"), "b",
            m("c", n("2"), "d", l(n("3"), n("4"), n("5"))),
            "set", s("x"), "a.b", s("dotted"));

    private static Map<String, AttributeValue> projected(String text) {
        return Projection.parse(text, placeholders(Map.of("#s", "set", "#d", "a.b"))).apply(ITEM);
    }

    private static String error(String text) {
        return Samples.error(() -> Projection.parse(text, placeholders(Map.of("#s", "set"))))
                .replaceFirst("^Invalid ProjectionExpression: ", "");
    }

    @Test
    void takesAttributesAndPartsOfThem() {
        assertThat(projected("a")).isEqualTo(item("a", n("1")));
        assertThat(projected("a, #s, z")).isEqualTo(item("a", n("1"), "set", s("x")));
        assertThat(projected("#d")).isEqualTo(item("a.b", s("dotted")));
        assertThat(projected("b.c")).isEqualTo(item("b", m("c", n("2"))));
        assertThat(projected("b.d[2], b.d[0], b.d[9]")).isEqualTo(item("b", m("d", l(n("3"), n("5")))));
        assertThat(projected("b.d[2], b.c")).isEqualTo(item("b", m("d", l(n("5")), "c", n("2"))));
        assertThat(projected("b.z, b.d[7], a.x, #s[0]")).isEmpty();
    }

    @Test
    void namesOfAttributesAreTakenAsTheyAre() {
        assertThat(Projection.ofNames(List.of("a.b", "set", "z")).apply(ITEM))
                .isEqualTo(item("a.b", s("dotted"), "set", s("x")));
        assertThat(Samples.error(() -> Projection.ofNames(List.of("a", "b", "a")))).isEqualTo(
                "One or more parameter values were invalid: Duplicate value in attribute name: a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = { "a b | b | a b", "a, | <EOF> | ,", "!!! | ! | !!",
            "a,,b | , | ,,b",
            "(a) | ( | (a", "a.:b | :b | .:b", "a[0 | <EOF> | 0" })
    void asksForAnotherWord(String text, String token, String near) {
        assertThat(error(text)).isEqualTo("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
    }

    @Test
    void complains() {
        assertThat(Samples.error(() -> Projection.parse("", placeholders(Map.of()))))
                .isEqualTo("Invalid ProjectionExpression: The expression can not be empty;");
        assertThat(error("a, name")).isEqualTo("Attribute name is a reserved keyword; reserved keyword: name");
        assertThat(error("a.and")).isEqualTo("Attribute name is a reserved keyword; reserved keyword: and");
        assertThat(error("#x")).isEqualTo(
                "An expression attribute name used in the document path is not defined; attribute name: #x");
        String rewrite = "; must remove or rewrite one of these paths; path one: ";
        assertThat(error("a, a")).isEqualTo("Two document paths overlap with each other" + rewrite + "[a], path two: [a]");
        assertThat(error("a.b, c, a"))
                .isEqualTo("Two document paths overlap with each other" + rewrite + "[a, b], path two: [a]");
        assertThat(error("a.b, a[0]"))
                .isEqualTo("Two document paths conflict with each other" + rewrite + "[a, b], path two: [a, [0]]");
    }

    @Test
    void tellsWhichAttributesItWants() {
        Projection projection = Projection.parse("a, b.c, b.d, #s[0]", placeholders(Map.of("#s", "set")));
        assertThat(projection.topLevelNames()).containsExactly("a", "b", "set");
        assertThat(projection.nestedNames()).containsExactly("b", "set");
        assertThat(projection.paths()).extracting(DocumentPath::toString).containsExactly("[a]", "[b, c]", "[b, d]",
                "[set, [0]]");
    }
}
