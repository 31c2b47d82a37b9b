package org.acme;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class GreetingTest {

    @Test
    void countsVisitors() {
        get("/greeting").then().body(is("Hello, visitor 1"));
        get("/greeting").then().body(is("Hello, visitor 2"));
    }
}
