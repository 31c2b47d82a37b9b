package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;

/** Where the handle comes from in a test of an application; with the annotations in the other order. */
@KvsTest
@QuarkusTest
class InjectionTest {

    @Inject
    KvsTestServer kvs;

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @Inject
    RedisDataSource redis;

    private final KvsTestServer ofConstructor;
    private KvsTestServer ofMethod;

    InjectionTest(KvsTestServer kvs) {
        ofConstructor = kvs;
    }

    @BeforeEach
    void prepare(KvsTestServer handle, KeyValueStore data) {
        ofMethod = handle;
        data.set("prepared", "yes");
    }

    @Test
    void isTheSameEverywhere(KvsTestServer ofParameter, KvsServer listener) {
        assertThat(kvs).isSameAs(ofConstructor).isSameAs(ofMethod).isSameAs(ofParameter);
        assertThat(kvs.port()).isEqualTo(server.port()).isEqualTo(listener.port());
        assertThat(kvs.host()).isEqualTo(server.host());
    }

    @Test
    void seesTheDataOfTheApplication(KeyValueStore ofParameter) {
        redis.value(String.class).set("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
        assertThat(ofParameter.get("a")).isEqualTo("1");
        assertThat(store.get("prepared")).isEqualTo("yes");
    }
}
