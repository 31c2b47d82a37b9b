package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class InvalidConfigTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.disabled-commands", "flush-everything")
            .assertException(failure -> {
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(failure.getClass().getName()).endsWith(".ConfigurationException");
                assertThat(failure).hasMessageContaining("quarkus.kvs.disabled-commands")
                        .hasMessageContaining("no command FLUSH-EVERYTHING");
            });

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }
}
