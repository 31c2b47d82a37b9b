package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.vertx.core.json.JsonObject;

/** What the Dev UI shows of the files of a server that keeps its data. */
class PersistenceTest {

    private static final String OFF = "quarkus.kvs.port=0\n";
    private static final String ON = OFF + "quarkus.kvs.persistence.append-only=true\nquarkus.kvs.persistence.fsync=always\n"
            + "quarkus.kvs.persistence.directory=" + directory() + "\n";

    @RegisterExtension
    static final SharedApplication APP = SharedApplication.get();

    private static boolean keeps;

    private static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "persistence").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not before the application is started, which is before the first test. */
    @BeforeEach
    void keepData() {
        if (!keeps) {
            keeps = true;
            APP.configure(OFF, ON);
        }
    }

    @AfterAll
    static void keepNoData() {
        APP.configure(ON, OFF);
    }

    static boolean isBrowserInstalled() {
        return Browser.isInstalled();
    }

    private static JsonObject files(JsonRpcClient rpc) {
        return ((JsonObject) rpc.call("statistics")).getJsonObject("files");
    }

    @Test
    void theFilesAreAmongTheStatistics() throws InterruptedException {
        try (RespClient redis = RespClient.ofText(DevMode.port()); JsonRpcClient rpc = new JsonRpcClient()) {
            long start = System.currentTimeMillis();
            long size = files(rpc).getLong("size");
            redis.call("SET", "a", "x".repeat(10_000));
            JsonObject files = files(rpc);
            assertThat(files.getDouble("loaded")).isEqualTo(100);
            assertThat(files.getBoolean("appendOnly")).isTrue();
            assertThat(files.getLong("size")).isBetween(size + 10_000, size + 11_000);
            // A reply leaves only when what it says is on the disk.
            assertThat(files.getLong("waiting")).isZero();
            assertThat(files.getLong("syncedAt")).isBetween(start, start + 120_000);
            assertThat(files.getLong("syncMicros")).isPositive();
            assertThat(files.getLong("changes")).isPositive();
            assertThat(files.getString("failure")).isNull();

            redis.call("BGREWRITEAOF");
            Await.until("it is rewritten", () -> files(rpc).getLong("rewrittenAt") >= start / 1000 * 1000);
            redis.call("SAVE");
            assertThat(files(rpc).getLong("changes")).isZero();
        }
    }

    @Test
    @EnabledIf(value = "isBrowserInstalled", disabledReason = "chromium and chromedriver are not installed")
    void thePageShowsThem() {
        try (RespClient redis = RespClient.ofText(DevMode.port()); Browser browser = new Browser()) {
            redis.call("SET", "a", "x".repeat(10_000));
            browser.open("quarkus-kvs/statistics");
            String tiles = browser.textWith("Append-only file", "qwc-kvs-statistics", ".tiles");
            assertThat(tiles).contains("0 B waiting", "Last sync", "0 delayed", "Snapshot", "changes since");
            assertThat(browser.errors()).as("errors in the page").isEmpty();
        }
    }
}
