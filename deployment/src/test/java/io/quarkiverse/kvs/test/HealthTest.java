package io.quarkiverse.kvs.test;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import jakarta.inject.Inject;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.ports.TakenPort;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;

/** The readiness check "Key/value server". */
class HealthTest {

    private static final String CHECK = "checks.find { it.name == 'Key/value server' }.";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            // One that nothing else takes while the server does not listen on it.
            .overrideRuntimeConfigKey("quarkus.kvs.test-port", Integer.toString(FreePort.next()))
            .overrideConfigKey("quarkus.redis.health.enabled", "false");

    @Inject
    KvsServer server;

    @AfterEach
    void start() {
        server.start();
    }

    @Test
    void upWhileListening() {
        health(200).body("status", equalTo("UP"))
                .body(CHECK + "status", equalTo("UP"))
                .body(CHECK + "data.host", equalTo("localhost"))
                .body(CHECK + "data.port", equalTo(server.port()));
    }

    @Test
    void downAfterShutdown() {
        try (LineClient client = new LineClient(server.port())) {
            client.call("SHUTDOWN");
        }
        Await.until("the server has stopped", () -> server.state() != KvsServer.State.LISTENING);
        health(503).body("status", equalTo("DOWN"))
                .body(CHECK + "status", equalTo("DOWN"))
                .body(CHECK + "data.reason", equalTo("stopped"))
                .body(CHECK + "data.port", equalTo(server.port()));
    }

    @Test
    void downAfterAFailedBind() {
        server.stop();
        try (TakenPort taken = TakenPort.listening(server.port())) {
            Assertions.assertThatThrownBy(() -> server.start()).isInstanceOf(KvsException.class)
                    .hasMessageContaining("localhost:" + taken.number());
            health(503).body(CHECK + "status", equalTo("DOWN"))
                    .body(CHECK + "data.reason", equalTo("the address cannot be listened on"));
        }
        server.start();
        health(200).body("checks.status", hasItem("UP"));
    }

    private static ValidatableResponse health(int status) {
        return RestAssured.get("/q/health/ready").then().statusCode(status);
    }
}
