package io.quarkiverse.kvs.it.redis;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The packaged application, which has no server inside: one runs beside it. */
@QuarkusIntegrationTest
class VisitsIT {

    @Test
    void areCounted() {
        get("/visits/ada").then().statusCode(200).body(is("0"));
        post("/visits/ada").then().body(is("1"));
        post("/visits/ada").then().body(is("2"));
        get("/visits/ada").then().body(is("2"));
    }
}
