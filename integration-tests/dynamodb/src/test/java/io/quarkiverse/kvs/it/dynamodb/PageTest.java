package io.quarkiverse.kvs.it.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each example in Java or JSON on the page of the documentation is part of a file that tests run, or load; each property on it
 * is one that there is. What is to be typed on a command line is run by a test of other clients.
 */
class PageTest {

    private static final Path PAGES = Path.of("../../docs/modules/ROOT/pages");
    private static final List<Path> SOURCES = List.of(Path.of("src"), Path.of("../dynamodb-clients/src"),
            Path.of("../../deployment/dynamodb/src/test"));
    private static final Pattern PROPERTY = Pattern.compile("(?m)^(?:%\\w+\\.)?(quarkus\\.kvs\\.[\\w.-]+)=");

    private static List<String> listings(String languages) throws IOException {
        Pattern listing = Pattern.compile("\\[source,(?:" + languages + ")]\n----\n(.*?)\n----\n", Pattern.DOTALL);
        return listing.matcher(Files.readString(PAGES.resolve("dynamodb.adoc"))).results().map(found -> found.group(1))
                .toList();
    }

    static List<String> examples() throws IOException {
        List<String> examples = listings("java|json");
        assertThat(examples).hasSize(7);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void showsWhatIsTested(String example) {
        assertThat(files().stream().map(PageTest::read).map(PageTest::lines))
                .anyMatch(source -> source.contains(lines(example)));
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path folder : SOURCES) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().matches(".*\\.(java|json)")).forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    @Test
    void propertiesExist() throws IOException {
        String reference = Files.readString(PAGES.resolve("includes/quarkus-kvs-dynamodb.adoc"))
                + Files.readString(PAGES.resolve("includes/quarkus-kvs.adoc"));
        List<String> properties = listings("properties").stream()
                .flatMap(listing -> PROPERTY.matcher(listing).results().map(property -> property.group(1))).toList();
        assertThat(properties).hasSizeGreaterThan(4).allSatisfy(property -> assertThat(reference)
                .contains("`+++" + property.replaceFirst("(?<=credentials\\.)\\w+$", "\"access-key-id\"")));
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
