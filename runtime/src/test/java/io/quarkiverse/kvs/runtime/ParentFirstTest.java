package io.quarkiverse.kvs.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * In dev mode, the core is loaded once, by the class loader below all others, so that it outlives reloads. What it needs has to
 * be there, too: other class loaders are not asked. Tests of Quarkus have everything there, and so do not notice.
 */
class ParentFirstTest {

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>(.+?)</groupId>\\s*<artifactId>(.+?)</artifactId>(.*?)</dependency>", Pattern.DOTALL);

    @Test
    void whatTheCoreNeedsIsLoadedWithIt() throws Exception {
        Properties extension = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("target/classes/META-INF/quarkus-extension.properties"), ISO_8859_1)) {
            extension.load(in);
        }
        List<String> first = List.of(extension.getProperty("parent-first-artifacts").split(","));
        List<String> needed = DEPENDENCY.matcher(Files.readString(Path.of("core/pom.xml"))).results()
                .filter(dependency -> !dependency.group(3).contains("<scope>test</scope>"))
                .map(ParentFirstTest::artifact).toList();
        assertThat(needed).contains("com.google.re2j:re2j");
        assertThat(first).contains("io.quarkiverse.kvs:quarkus-kvs-core").containsAll(needed);
    }

    private static String artifact(MatchResult dependency) {
        return dependency.group(1) + ":" + dependency.group(2);
    }
}
