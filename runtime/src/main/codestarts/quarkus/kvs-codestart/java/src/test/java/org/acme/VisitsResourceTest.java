package org.acme;

import static io.restassured.RestAssured.get;
import static org.hamcrest.CoreMatchers.is;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class VisitsResourceTest {

    @Inject
    KeyValueStore store;

    @BeforeEach
    void empty() {
        store.clear();
    }

    @Test
    void visitsAreCounted() {
        get("/visits/ada").then().body(is("1"));
        get("/visits/ada").then().body(is("2"));
        get("/visits/grace").then().body(is("1"));
    }
}
