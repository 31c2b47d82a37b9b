package io.quarkiverse.kvs.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.it.docs.DocsPage;

/** Each example in Java in README and on the page Getting started is part of a file that is compiled and tested here. */
class GettingStartedPageTest {

    private static final Pattern README_EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static List<String> ofReadme() throws IOException {
        List<String> examples = README_EXAMPLE.matcher(Files.readString(Path.of("../../README.md"))).results()
                .map(example -> example.group(1)).toList();
        assertThat(examples).hasSize(2);
        return examples;
    }

    /** Whole files, which a reader copies as they are. */
    @ParameterizedTest
    @MethodSource("ofReadme")
    void readmeShowsWhatIsTested(String example) {
        assertThat(DocsPage.isInFile(example, "java", Path.of("src"))).as(example).isTrue();
        assertThat(example).startsWith("package org.acme;\n").endsWith("\n}\n");
    }

    static List<String> ofPage() {
        List<String> examples = DocsPage.named("index.adoc").listings("java");
        assertThat(examples).hasSize(6);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("ofPage")
    void pageShowsWhatIsTested(String example) {
        assertThat(DocsPage.isInFile(example, "java", Path.of("src"))).as(example).isTrue();
    }
}
