package io.quarkiverse.kvs.it.testing;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import io.quarkus.test.junit.QuarkusTest;

/** How an application with Quarkus's client of Redis copes with what goes wrong. */
@QuarkusTest
@KvsTest
class ApplicationFaultsTest {

    @Inject
    KvsTestServer kvs;

    @BeforeEach
    void begin() {
        given().body("ada").put("/sessions/abc").then().statusCode(204);
    }

    @Test
    void errors() {
        kvs.faults().fail("GET", "READONLY no");
        get("/sessions/abc").then().statusCode(503);
        kvs.faults().clear();
        get("/sessions/abc").then().body(is("ada"));
    }

    @Test
    void aDroppedConnection() {
        kvs.faults().dropNext(1, "GET");
        get("/sessions/abc").then().statusCode(503);
        get("/sessions/abc").then().body(is("ada"));
    }

    @Test
    void noConnectionAtAll() {
        kvs.faults().refuseConnections("ERR max number of clients reached");
        kvs.faults().dropConnections();
        get("/sessions/abc").then().statusCode(503);
        kvs.faults().acceptConnections();
        get("/sessions/abc").then().body(is("ada"));
    }

    @Test
    void aSlowAnswer() {
        kvs.faults().delay("GET", Duration.ofMillis(300));
        long start = System.nanoTime();
        get("/sessions/abc").then().body(is("ada"));
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
    }
}
