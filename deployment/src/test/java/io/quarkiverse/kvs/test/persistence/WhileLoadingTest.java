package io.quarkiverse.kvs.test.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

/** While the data is being loaded, the application's calls wait, clients are refused, and the application is not ready. */
class WhileLoadingTest {

    private static final Loading LOADING = Loading.prepared();
    private static final String CHECK = "checks.find { it.name == 'Key/value server' }.";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.redis.health.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.append-only", "true")
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.directory", LOADING.directory());

    @Inject
    KeyValueStore store;

    @Inject
    ReactiveKeyValueStore reactive;

    @Inject
    KvsServer server;

    @Test
    void callsWaitForTheData() throws Exception {
        RestAssured.get("/q/health/ready").then().statusCode(503)
                .body(CHECK + "data.reason", equalTo("the data is being loaded"));
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("GET", "A")).startsWith("-LOADING");
        }
        List<CompletableFuture<?>> calls = List.of(CompletableFuture.supplyAsync(() -> store.get("A")),
                reactive.get("A").subscribeAsCompletionStage(),
                CompletableFuture.supplyAsync(() -> Long.toString(store.size() * 100)),
                reactive.size().map(size -> Long.toString(size * 100)).subscribeAsCompletionStage(),
                reactive.keys().map(keys -> keys.equals(List.of("A")) ? "100" : keys.toString())
                        .subscribeAsCompletionStage());
        TimeUnit.MILLISECONDS.sleep(50);
        assertThat(calls).noneMatch(CompletableFuture::isDone);

        LOADING.goOn();

        for (CompletableFuture<?> call : calls) {
            assertThat(call.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("100");
        }
        RestAssured.get("/q/health/ready").then().statusCode(200).body(CHECK + "status", equalTo("UP"));
    }

    /** So that the thread that loads does not outlive the test, should it fail. */
    @AfterEach
    void release() throws IOException {
        if (RestAssured.get("/q/health/ready").statusCode() == 503) {
            LOADING.goOn();
        }
    }
}
