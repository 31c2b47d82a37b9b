package io.quarkiverse.kvs.test.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

/** A snapshot that cannot be made: writes are refused, and the application is not ready, until one can be made. */
class FailedSnapshotTest {

    private static final String CHECK = "checks.find { it.name == 'Key/value server' }.";
    private static final Path DIRECTORY = directory();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.redis.health.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.save", "3600 1")
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.directory", DIRECTORY.toString());

    @Inject
    KvsServer server;

    private static Path directory() {
        try {
            // The same for both class loaders that this class is loaded by.
            return Files.createDirectories(Path.of("target", "snapshots-" + ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isToldByTheHealthCheck() throws IOException {
        // In the place of the file that is written first.
        Path obstacle = Files.createDirectory(DIRECTORY.resolve("temp.rdb"));
        Files.createFile(obstacle.resolve("file"));
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("SET", "A", "100")).isEqualTo("+OK");
            assertThat(client.call("SAVE")).startsWith("-");
            assertThat(client.call("SET", "A", "101")).startsWith("-MISCONF");
            assertThat(client.call("GET", "A")).isEqualTo("+100");
            RestAssured.get("/q/health/ready").then().statusCode(503)
                    .body(CHECK + "data.reason", startsWith("the last snapshot could not be made: "));

            Files.delete(obstacle.resolve("file"));
            Files.delete(obstacle);

            assertThat(client.call("BGSAVE")).startsWith("+");
            Await.until("a snapshot is made", () -> client.call("SET", "A", "101").equals("+OK"));
        }
        RestAssured.get("/q/health/ready").then().statusCode(200).body(CHECK + "status", equalTo("UP"));
    }
}
