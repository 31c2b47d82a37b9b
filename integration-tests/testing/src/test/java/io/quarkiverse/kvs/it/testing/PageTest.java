package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example on the page of the documentation, but for that of Maven, is part of a file that the tests use. */
class PageTest {

    private static final Path PAGE = Path.of("../../docs/modules/ROOT/pages/testing.adoc");
    private static final Pattern EXAMPLE = Pattern.compile("\\[source,(?!xml)[^]]*]\n----\n(.*?)\n----\n", Pattern.DOTALL);

    static List<String> examples() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE)).results().map(example -> example.group(1)).toList();
        assertThat(examples).hasSize(5);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void showsWhatIsTested(String example) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            assertThat(files.filter(Files::isRegularFile).map(PageTest::read).map(PageTest::lines))
                    .anyMatch(source -> source.contains(lines(example)));
        }
    }

    /** Without the numbers of explanations, and wherever they are indented to. */
    private static String lines(String text) {
        return text.lines().map(line -> line.replaceFirst(" // <\\d+>$", "").strip()).collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
