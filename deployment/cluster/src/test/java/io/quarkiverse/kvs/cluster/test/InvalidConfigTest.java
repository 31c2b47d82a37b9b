package io.quarkiverse.kvs.cluster.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The application does not start as a member of a cluster that it is none of, and says which property is wrong. */
class InvalidConfigTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.cluster.members", "a=127.0.0.1:7801,b=127.0.0.1:7802")
            .overrideConfigKey("quarkus.kvs.cluster.name", "c")
            .overrideConfigKey("quarkus.kvs.cluster.directory", "target/member")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    "The value of quarkus.kvs.cluster.members cannot be used: there is no member c among"));

    @Test
    void doesNotStart() {
        fail("it has started");
    }
}
