package io.quarkiverse.kvs.it.testing;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import io.quarkus.test.junit.QuarkusTest;

/** Tests an application that uses the Redis client: expiry, fixtures, faults. */
@QuarkusTest
@KvsTest
class SessionsTest {

    @Inject
    KvsTestServer kvs;

    @Inject
    KeyValueStore store;

    @Test
    void endAfterHalfAnHour() {
        given().body("ada").put("/sessions/abc").then().statusCode(204);
        kvs.clock().advance(Duration.ofMinutes(29));
        get("/sessions/abc").then().body(is("ada"));
        kvs.clock().advance(Duration.ofMinutes(2));
        get("/sessions/abc").then().statusCode(404);
        assertThat(store.size()).isZero();
    }

    @Test
    @Fixture("users.json")
    void areFound() {
        get("/sessions/abc").then().body(is("ada"));
        get("/sessions/nobody").then().statusCode(404);
        assertThat(kvs.calls("GET")).isEqualTo(2);
    }

    @Test
    @Fixture("users.json")
    void areUnknownWhileRedisFails() {
        kvs.faults().failNext(1, "LOADING Redis is loading the dataset in memory");
        get("/sessions/abc").then().statusCode(503);
        get("/sessions/abc").then().body(is("ada"));
    }
}
