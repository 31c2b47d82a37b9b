package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/** An application without extensions for metrics and traces, which also asks for traces: it runs, and nothing is measured. */
class WithoutObservationTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.tracing.enabled", "true")
            .overrideConfigKey("quarkus.kvs.metrics.enabled", "true");

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @ParameterizedTest
    @ValueSource(strings = { "io.micrometer.core.instrument.MeterRegistry", "io.opentelemetry.api.OpenTelemetry" })
    void theirClassesAreNotThere(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }

    /** With metrics or traces, every command would be timed. */
    @Test
    void fastCommandsAreNotTimed() {
        try (LineClient client = new LineClient(server.port())) {
            for (int i = 0; i < 1000; i++) {
                assertThat(client.call("EXISTS", "a")).isNotNull();
            }
        }
        assertThat(store.execute("INFO", "commandstats").asString()).contains("cmdstat_exists:calls=1000,usec=0,");
    }
}
