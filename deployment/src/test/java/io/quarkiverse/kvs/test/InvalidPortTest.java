package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class InvalidPortTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.test-port", "99999")
            .assertException(failure -> {
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(failure.getClass().getName()).endsWith(".ConfigurationException");
                assertThat(failure).hasMessage("The value of quarkus.kvs.test-port cannot be used: "
                        + "a port must be from 0 to 65535, not 99999").hasNoCause();
            });

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }
}
