package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.KvsTest;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The application as it goes into production. */
class PackagedIT {

    @Test
    void hasNothingForTestsInIt() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target/quarkus-app"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(file -> file.matches(".*quarkus-kvs-\\d.*\\.jar"))
                    .noneMatch(file -> file.contains("quarkus-kvs-test"));
        }
    }

    @QuarkusIntegrationTest
    @KvsTest
    static class InAnotherProcess {
        @Test
        void test() {
            // Does not come here.
        }
    }

    @Test
    void cannotBeReachedFromItsIntegrationTests() {
        assertThat(TestRun.failures(TestRun.of(Map.of(), InAnotherProcess.class))).singleElement()
                .isInstanceOf(IllegalStateException.class)
                .hasToString("java.lang.IllegalStateException: @KvsTest needs the application in the process of the tests, "
                        + "which it is with @QuarkusTest, but not with @QuarkusIntegrationTest");
    }
}
