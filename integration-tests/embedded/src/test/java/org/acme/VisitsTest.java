package org.acme;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.is;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@KvsTest
class VisitsTest {

    @Inject
    KvsTestServer kvs;

    @Test
    void welcomesBackForADay() {
        get("/visits").then().body(is("welcome"));
        get("/visits").then().body(is("welcome back"));
        kvs.clock().advance(Duration.ofHours(25));
        get("/visits").then().body(is("welcome"));
    }
}
