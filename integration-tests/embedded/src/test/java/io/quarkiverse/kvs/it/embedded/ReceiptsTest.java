package io.quarkiverse.kvs.it.embedded;

// tag::test[]
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ReceiptsTest {

    @Inject
    ReactiveKeyValueStore store;

    @Test
    void receiptsArePrinted() {
        given().body("tea").post("/orders").then().statusCode(200);
        String printed = store.list("printed:tea").removeFirst(Duration.ofSeconds(10)).await().indefinitely();
        assertThat(printed).isEqualTo("one copy");
        assertThat(store.list("orders").removeFirst().await().indefinitely()).isEqualTo("tea");
    }
}
// end::test[]
