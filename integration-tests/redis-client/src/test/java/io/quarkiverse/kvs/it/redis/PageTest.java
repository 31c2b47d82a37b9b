package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.docs.DocsPage;

/** The page of the documentation shows this application and its test. */
class PageTest {

    @ParameterizedTest
    @ValueSource(strings = { "main/java/io/quarkiverse/kvs/it/redis/VisitsResource.java",
            "test/java/io/quarkiverse/kvs/it/redis/VisitsTest.java" })
    void showsWhatIsTested(String file) {
        assertThat(DocsPage.named("redis-without-docker.adoc").shows(Path.of("src", file))).as(file).isTrue();
    }
}
