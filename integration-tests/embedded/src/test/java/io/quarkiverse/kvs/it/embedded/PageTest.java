package io.quarkiverse.kvs.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The page of the documentation shows this application: each of its tagged regions, and nothing else that looks like code. */
class PageTest {

    private static final Pattern REGION = Pattern.compile(
            "[ \\t]*(?://|#) tag::(\\w+)\\[\\]\\R(.*?)[ \\t]*(?://|#) end::\\1\\[\\]",
            Pattern.DOTALL);
    private static final Pattern LISTING = Pattern.compile("\\[source,(?:java|properties)\\]\\R----\\R(.*?)\\R----",
            Pattern.DOTALL);
    /** The number of a remark below the listing. */
    private static final Pattern CALLOUT = Pattern.compile(" (?://|#) <\\d>");

    @Test
    void showsWhatIsTested() throws IOException {
        String page = Files.readString(Path.of("../../docs/modules/ROOT/pages/embed.adoc"));
        List<String> shown = LISTING.matcher(page).results().map(listing -> CALLOUT.matcher(listing.group(1)).replaceAll(""))
                .toList();
        List<String> tested = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.filter(file -> file.toString().matches(".*\\.(java|properties)"))
                    .forEach(file -> tested.addAll(regions(file)));
        }
        assertThat(shown).hasSizeGreaterThan(4).containsExactlyInAnyOrderElementsOf(tested);
    }

    private static List<String> regions(Path file) {
        try {
            return REGION.matcher(Files.readString(file)).results()
                    .map(region -> region.group(2).stripTrailing().stripIndent()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
