package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the documentation shows this application and its test. */
class PageTest {

    @ParameterizedTest
    @ValueSource(strings = { "main/java/io/quarkiverse/kvs/it/redis/VisitsResource.java",
            "test/java/io/quarkiverse/kvs/it/redis/VisitsTest.java" })
    void showsWhatIsTested(String file) throws IOException {
        String source = Files.readString(Path.of("src", file));
        assertThat(Files.readString(Path.of("../../docs/modules/ROOT/pages/redis-without-docker.adoc")))
                .contains(source.substring(source.indexOf("import ")).strip());
    }
}
