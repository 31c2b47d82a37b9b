package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.CommandFamilyProvider;
import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkus.test.QuarkusUnitTest;

/** Another jar can add commands. */
class CommandFamilyProviderTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .withAdditionalDependency(jar -> jar.addClass(Greetings.class)
                    .addAsServiceProvider(CommandFamilyProvider.class, Greetings.class));

    @Inject
    KvsServer server;
    @Inject
    KeyValueStore store;

    @Test
    void clientsAndTheApplicationCanCallThem() {
        try (RespClient client = new RespClient(server.port())) {
            assertThat(client.call("GREET", "Ada")).isEqualTo("hello Ada");
        }
        assertThat(store.execute("GREET", "Bob").asString()).isEqualTo("hello Bob");
    }

    public static class Greetings implements CommandFamilyProvider {

        @Override
        public CommandFamily family() {
            return CommandFamily.of(Command.command("GREET", "name").arity(2).summary("Greets someone.")
                    .runs(c -> c.reply().simple("hello " + c.argument(1))));
        }
    }
}
