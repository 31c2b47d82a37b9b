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

/** Tests an application that uses the Redis client, and looks at the same data through {@code KeyValueStore}. */
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
