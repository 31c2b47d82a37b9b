package io.quarkiverse.kvs.leveldb.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.iq80.leveldb.DB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The application does not start with a database that cannot be opened, and says which property is wrong. */
class LevelDbInvalidConfigTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.leveldb.orders.directory", "target/orders")
            .overrideConfigKey("quarkus.kvs.leveldb.orders.key", "orders")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    "The value of quarkus.kvs.leveldb.\"orders\".key cannot be used: there is a directory, too"));

    @Inject
    @Named("orders")
    DB orders;

    @Test
    void doesNotStart() {
        fail("it has started");
    }
}
