package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

/** {@code quarkus.kvs.enabled=false}: no listener, no health check, but the store is there. */
class DisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.enabled", "false")
            .overrideConfigKey("quarkus.redis.health.enabled", "false");

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @Inject
    ReactiveKeyValueStore reactive;

    @Test
    void nothingListens() {
        assertThat(server.state()).isEqualTo(KvsServer.State.DISABLED);
        assertThat(server.port()).isEqualTo(-1);
        server.stop();
        assertThatThrownBy(() -> server.start()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("quarkus.kvs.enabled is false");
    }

    @Test
    void theStoreWorks() {
        store.set("A", "1");
        assertThat(store.get("A")).isEqualTo("1");
        assertThat(reactive.get("A").await().indefinitely()).isEqualTo("1");
    }

    @Test
    void healthDoesNotKnowIt() {
        RestAssured.get("/q/health/ready").then().statusCode(200).body("checks", empty());
    }
}
