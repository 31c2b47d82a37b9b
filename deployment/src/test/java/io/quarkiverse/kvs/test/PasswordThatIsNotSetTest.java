package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** Without the environment variable, the server would be open to everybody who can connect. */
class PasswordThatIsNotSetTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.password", "${A_VARIABLE_THAT_NOBODY_SETS}")
            .assertException(failure -> {
                // Loaded by the application's class loader, so not the class this test would compare it with.
                assertThat(failure.getClass().getName()).endsWith(".ConfigurationException");
                assertThat(failure).hasMessageContaining("quarkus.kvs.password").hasMessageContaining("not set");
            });

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }
}
