package io.quarkiverse.kvs.it.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.it.docs.DocsPage;

/**
 * Each example in Java or JSON on the page of the documentation is part of a file that tests run, or load; each property on it
 * is one that there is. What is to be typed on a command line is run by a test of other clients.
 */
class PageTest {

    private static final DocsPage PAGE = DocsPage.named("dynamodb.adoc");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^(?:%\\w+\\.)?(quarkus\\.kvs\\.[\\w.-]+)=");

    static List<String> examples() {
        List<String> examples = PAGE.listings("java|json");
        assertThat(examples).hasSize(8);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void showsWhatIsTested(String example) {
        assertThat(DocsPage.isInFile(example, "java|json", Path.of("src"), Path.of("../dynamodb-clients/src"),
                Path.of("../../deployment/dynamodb/src/test"))).as(example).isTrue();
    }

    @Test
    void propertiesExist() {
        String reference = DocsPage.named("includes/quarkus-kvs-dynamodb.adoc").text()
                + DocsPage.named("includes/quarkus-kvs.adoc").text();
        List<String> properties = PAGE.listings("properties").stream()
                .flatMap(listing -> PROPERTY.matcher(listing).results().map(property -> property.group(1))).toList();
        assertThat(properties).hasSizeGreaterThan(4).allSatisfy(property -> assertThat(reference)
                .contains("`+++" + property.replaceFirst("(?<=credentials\\.)\\w+$", "\"access-key-id\"")));
    }
}
