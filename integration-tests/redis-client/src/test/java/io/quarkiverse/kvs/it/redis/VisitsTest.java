package io.quarkiverse.kvs.it.redis;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.test.junit.QuarkusTest;

/** An application that knows Redis only, and a test that looks at the same data from inside. */
@QuarkusTest
class VisitsTest {

    @Inject
    KeyValueStore store;

    @BeforeEach
    void clear() {
        store.clear();
    }

    @Test
    void areCounted() {
        get("/visits/ada").then().body(is("0"));
        post("/visits/ada").then().body(is("1"));
        post("/visits/ada").then().body(is("2"));
        get("/visits/ada").then().body(is("2"));
        get("/visits/grace").then().body(is("0"));
    }

    @Test
    void areSeenFromInside() {
        store.set("ada", "41");
        post("/visits/ada").then().body(is("42"));
        assertThat(store.get("ada")).isEqualTo("42");
    }
}
