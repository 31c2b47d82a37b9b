package io.quarkiverse.kvs.test.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class UnknownTlsConfigurationTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.tls-configuration-name", "nonesuch")
            .assertException(failure -> {
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(failure.getClass().getName()).endsWith(".ConfigurationException");
                assertThat(failure)
                        .hasMessage("quarkus.kvs.tls-configuration-name is nonesuch, but there is no TLS configuration "
                                + "of this name: set quarkus.tls.nonesuch.key-store.*");
            });

    @Test
    void doesNotStart() {
        fail("the application has started");
    }
}
