package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** An application without a listener has a store all the same. */
@QuarkusTest
@KvsTest
@TestProfile(DisabledServerTest.Disabled.class)
class DisabledServerTest {

    public static class Disabled implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.kvs.enabled", "false");
        }
    }

    @Inject
    KvsTestServer kvs;

    @Inject
    KeyValueStore store;

    @Test
    @Fixture("users.json")
    void hasFixturesAndTime() {
        assertThat(kvs.port()).isEqualTo(-1);
        assertThat(kvs.host()).isEqualTo("localhost");
        assertThat(store.get("session:abc")).isEqualTo("ada");
        kvs.clock().advance(Duration.ofHours(1));
        assertThat(store.get("session:abc")).isNull();
    }
}
