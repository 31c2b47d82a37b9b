package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class InvalidMaxMemoryTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.max-memory", "120%")
            .assertException(failure -> assertThat(failure).hasMessageContaining("quarkus.kvs.max-memory")
                    .hasMessageContaining("a percentage must be from 0 to 100, not 120"));

    @Test
    void doesNotStart() {
        throw new AssertionError("the application has started");
    }
}
