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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.embedded.EmbeddedKvs;

/** The API says which of its methods return null: in words, and so that compilers such as Kotlin's know. */
class NullnessTest {

    private static final String SOURCES = "src/main/java/io/quarkiverse/kvs";
    private static final Pattern METHOD = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*([^;{}=/]+\\([^;{}]*\\))",
            Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("@param[^@]*");
    private static final Pattern NULL = Pattern.compile("\\b[Nn]ull (if|when|where|for)\\b|\\b(or|otherwise) null\\b");

    @Test
    void packagesAreMarked() {
        assertThat(KeyValueStore.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
        assertThat(EmbeddedKvs.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    }

    /** What an application imports, and what its tests do: of this module, and of those beside it. */
    @ParameterizedTest
    @CsvSource({ SOURCES + ", 25", SOURCES + "/embedded, 0", "testing/" + SOURCES + "/test, 3",
            "cache/" + SOURCES + "/cache, 1",
            "dynamodb/" + SOURCES + "/dynamodb, 0", "leveldb/" + SOURCES + "/leveldb, 3" })
    void methodsThatReturnNullSaySoTwice(Path api, int some) throws IOException {
        assertThat(api.resolve("package-info.java")).content().contains("\n@NullMarked\n");
        List<String> inWords = new ArrayList<>();
        List<String> inTypes = new ArrayList<>();
        try (Stream<Path> files = Files.list(api)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
                Matcher method = METHOD.matcher(Files.readString(file));
                while (method.find()) {
                    if (method.group(2).startsWith("private ")) {
                        continue;
                    }
                    String name = file.getFileName() + ": " + method.group(2).replaceAll("\\s+", " ");
                    if (NULL.matcher(PARAMETER.matcher(method.group(1)).replaceAll("")).find()) {
                        inWords.add(name);
                    }
                    if (method.group(2).substring(0, method.group(2).indexOf('(')).contains("@Nullable")) {
                        inTypes.add(name);
                    }
                }
            }
        }
        assertThat(inTypes).hasSizeGreaterThanOrEqualTo(some).containsExactlyElementsOf(inWords);
    }
}
