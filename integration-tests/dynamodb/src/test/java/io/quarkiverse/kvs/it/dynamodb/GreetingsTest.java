package io.quarkiverse.kvs.it.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** The class of the page of the documentation works without any configuration. */
@QuarkusTest
class GreetingsTest {

    @Inject
    Greetings greetings;

    @Test
    void areKept() {
        assertThat(greetings.get("nobody")).isNull();
        greetings.put("ada", "hello");
        assertThat(greetings.get("ada")).isEqualTo("hello");
    }
}
