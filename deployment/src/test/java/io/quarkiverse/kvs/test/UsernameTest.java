package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkus.test.QuarkusUnitTest;

class UsernameTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.username", "ada")
            .overrideRuntimeConfigKey("quarkus.kvs.password", "s3cret");

    @Inject
    KvsServer server;

    @Test
    void isToBeToldWithThePassword() {
        try (RespClient client = new RespClient(server.port())) {
            assertThat(client.error("AUTH", "s3cret")).startsWith("WRONGPASS");
            assertThat(client.error("AUTH", "default", "s3cret")).startsWith("WRONGPASS");
            assertThat(client.error("HELLO", "2", "AUTH", "ada", "wrong")).startsWith("WRONGPASS");
            assertThat(client.call("HELLO", "2", "AUTH", "ada", "s3cret")).asInstanceOf(LIST).contains("redis");
            assertThat(client.call("PING")).isEqualTo("PONG");
        }
    }
}
