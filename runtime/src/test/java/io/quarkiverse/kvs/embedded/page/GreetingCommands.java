package io.quarkiverse.kvs.embedded.page;

// tag::family[]
import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.CommandFamilyProvider;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Commands that greet people. */
public class GreetingCommands implements CommandFamilyProvider {

    @Override
    public CommandFamily family() {
        return CommandFamily.of(command("GREET", "key")
                .arity(2).flags(Flag.READONLY, Flag.FAST).key(at(1, "RO access"))
                .summary("Greets the person whose name the key has.")
                .runs(GreetingCommands::greet));
    }

    private static void greet(CommandContext c) {
        Bytes name = c.read().string(c.key(1));
        c.reply().simple("hello " + (name == null ? "stranger" : name));
    }
}
// end::family[]
