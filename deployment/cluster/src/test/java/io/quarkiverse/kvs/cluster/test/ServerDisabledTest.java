package io.quarkiverse.kvs.cluster.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** Members send commands to each other's servers: an application without a server does not start as one. */
class ServerDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.enabled", "false")
            .overrideConfigKey("quarkus.kvs.cluster.members", "a=127.0.0.1:7801,b=127.0.0.1:7802")
            .overrideConfigKey("quarkus.kvs.cluster.name", "a")
            .overrideConfigKey("quarkus.kvs.cluster.directory", "target/member")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("quarkus.kvs.enabled is false, and quarkus.kvs.cluster.members is set"));

    @Test
    void doesNotStart() {
        fail("it has started");
    }
}
