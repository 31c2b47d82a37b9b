package io.quarkiverse.kvs.test;

import static org.hamcrest.Matchers.empty;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

class HealthDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.health.enabled", "false")
            .overrideConfigKey("quarkus.redis.health.enabled", "false");

    @Test
    void isNotReported() {
        RestAssured.get("/q/health/ready").then().statusCode(200).body("checks", empty());
    }
}
