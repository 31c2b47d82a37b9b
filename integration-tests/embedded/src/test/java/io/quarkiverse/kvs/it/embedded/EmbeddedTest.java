package io.quarkiverse.kvs.it.embedded;

import io.quarkus.test.junit.QuarkusTest;

/** The application of the page, as its users see it, in the process of the tests. */
@QuarkusTest
class EmbeddedTest extends EmbeddedCases {
}
