package io.quarkiverse.kvs.it.observe;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** What the application does, and what can be seen of it. */
@QuarkusTest
class ScoresTest {

    @Test
    void areSeen() {
        post("/scores/grace").then().body(is("1"));
        get("/scores/grace").then().body(is("1"));

        get("/q/health/ready").then()
                .body("checks.find { it.name == 'Key/value server' }.status", equalTo("UP"));
        get("/q/metrics").then()
                .body(containsString("kvs_commands_total{command=\"incrby\",outcome=\"success\"}"))
                .body(containsString("kvs_keys{database=\"0\"}"));
    }
}
