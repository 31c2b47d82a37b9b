package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.it.docs.DocsPage;

/** Each example on the page of the documentation, but for that of Maven, is part of a file that the tests use. */
class PageTest {

    /** The application of the first page of the documentation, with its test. */
    private static final Path FIRST_PAGE = Path.of("../embedded/src/test/java/org/acme");

    static List<String> examples() {
        List<String> examples = DocsPage.named("testing.adoc").listings("(?!xml)[^]]*");
        assertThat(examples).hasSize(6);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void showsWhatIsTested(String example) {
        assertThat(DocsPage.isInFile(example, "\\w+", Path.of("src"), FIRST_PAGE)).as(example).isTrue();
    }
}
