package io.quarkiverse.kvs.test.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;

/** With {@code while-loading=fail}, the application's calls do not wait for the data. */
class FailWhileLoadingTest {

    private static final Loading LOADING = Loading.prepared();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.append-only", "true")
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.while-loading", "fail")
            .overrideRuntimeConfigKey("quarkus.kvs.persistence.directory", LOADING.directory());

    @Inject
    KeyValueStore store;

    @Inject
    ReactiveKeyValueStore reactive;

    @Test
    void callsFail() throws IOException {
        try {
            assertThatThrownBy(() -> store.get("A")).isInstanceOf(KvsException.class).hasMessageStartingWith("LOADING");
            assertThatThrownBy(() -> store.size()).isInstanceOf(KvsException.class).hasMessageStartingWith("LOADING");
            assertThatThrownBy(() -> store.keys()).isInstanceOf(KvsException.class).hasMessageStartingWith("LOADING");
            assertThatThrownBy(() -> reactive.get("A").await().indefinitely()).isInstanceOf(KvsException.class)
                    .hasMessageStartingWith("LOADING");
            assertThatThrownBy(() -> reactive.size().await().indefinitely()).isInstanceOf(KvsException.class)
                    .hasMessageStartingWith("LOADING");
            assertThatThrownBy(() -> reactive.keys().await().indefinitely()).isInstanceOf(KvsException.class)
                    .hasMessageStartingWith("LOADING");
        } finally {
            LOADING.goOn();
        }
        Await.until("the data is loaded", () -> {
            try {
                return "100".equals(store.get("A"));
            } catch (KvsException e) {
                return false;
            }
        });
        assertThat(reactive.size().await().indefinitely()).isOne();
    }
}
