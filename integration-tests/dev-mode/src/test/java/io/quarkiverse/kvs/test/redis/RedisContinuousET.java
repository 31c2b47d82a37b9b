package io.quarkiverse.kvs.test.redis;

import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** A test of the application in dev mode, which {@link ContinuousTestingTest} lets run beside it. */
@QuarkusTest
class RedisContinuousET {

    @Test
    void countsFromOne() {
        // first run
        RestAssured.get("/redis/count").then().statusCode(200).body(is("1"));
        RestAssured.get("/redis/inside").then().statusCode(200).body(is("1"));
    }
}
