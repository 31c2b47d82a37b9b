package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.embedded.EmbeddedKvs;

/** The API says which of its methods return null: in words, and so that compilers such as Kotlin's know. */
class NullnessTest {

    private static final Path API = Path.of("src/main/java/io/quarkiverse/kvs");
    private static final Pattern METHOD = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*([^;{}=/]+\\([^;{}]*\\))",
            Pattern.DOTALL);
    private static final Pattern NULL = Pattern.compile("null (if|when|where)\\b|or null\\b");

    @Test
    void packagesAreMarked() {
        assertThat(KeyValueStore.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
        assertThat(EmbeddedKvs.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    }

    @Test
    void methodsThatReturnNullSaySoTwice() throws IOException {
        List<String> inWords = new ArrayList<>();
        List<String> inTypes = new ArrayList<>();
        try (Stream<Path> files = Files.list(API)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
                Matcher method = METHOD.matcher(Files.readString(file));
                while (method.find()) {
                    String name = file.getFileName() + ": " + method.group(2).replaceAll("\\s+", " ");
                    if (NULL.matcher(method.group(1)).find()) {
                        inWords.add(name);
                    }
                    if (method.group(2).substring(0, method.group(2).indexOf('(')).contains("@Nullable")) {
                        inTypes.add(name);
                    }
                }
            }
        }
        assertThat(inTypes).hasSizeGreaterThan(25).containsExactlyElementsOf(inWords);
    }
}
