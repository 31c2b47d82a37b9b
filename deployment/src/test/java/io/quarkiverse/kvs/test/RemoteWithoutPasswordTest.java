package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** A server that other machines could reach, and that asks for no password, does not start. */
class RemoteWithoutPasswordTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.host", "0.0.0.0")
            .assertException(failure -> assertThat(failure).hasMessageContainingAll("0.0.0.0", "quarkus.kvs.password",
                    "quarkus.kvs.allow-remote-without-password"));

    @Test
    void doesNotStart() {
        fail("the application has started");
    }
}
