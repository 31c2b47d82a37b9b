package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** An endpoint that other machines can reach is not open for all. */
class RemoteWithoutCredentialsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.dynamodb.host", "0.0.0.0")
            .assertException(failure -> {
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(failure.getClass().getName()).endsWith(".ConfigurationException");
                assertThat(failure).hasMessageContaining("0.0.0.0").hasMessageContaining("quarkus.kvs.dynamodb.credentials");
            });

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }
}
