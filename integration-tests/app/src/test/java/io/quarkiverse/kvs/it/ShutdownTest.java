package io.quarkiverse.kvs.it;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.junit.QuarkusTest;

/** A client takes the server away: the application lives on, and is not ready. */
@QuarkusTest
class ShutdownTest {

    @Inject
    KvsServer server;

    @AfterEach
    void startAgain() {
        server.start();
    }

    @Test
    void isSeenInTheHealthCheck() {
        try (RawClient client = new RawClient(server.port()); RawClient other = new RawClient(server.port())) {
            assertThat(other.exchange("*1\nRESET\n", "+OK\r\n")).isEqualTo("+OK\r\n");
            assertThat(client.exchange("*1\nSHUTDOWN\n", "+OK\r\n")).isEqualTo("+OK\r\n");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(other.isAtEnd()).isTrue();
        }
        Await.until("the server has stopped", () -> server.state() != KvsServer.State.LISTENING);
        get("/q/health/ready").then().statusCode(503)
                .body("checks.find { it.name == 'Key/value server' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'Key/value server' }.data.reason", equalTo("stopped"));
        get("/notes").then().statusCode(200);

        server.start();
        get("/q/health/ready").then().statusCode(200);
    }
}
