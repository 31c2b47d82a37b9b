package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;

/** What the subcommand HELP answers: made from the rows of the table, so that it is never out of date. */
final class Help {

    private Help() {
    }

    static void answer(CommandContext c) {
        byte[] name = c.argument(0).copy();
        Command container = c.server().commands().find(name, 0, name.length);
        c.reply().array(1 + 2 * container.subcommands().size());
        c.reply().simple(container.name() + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (Command subcommand : container.subcommands()) {
            c.reply().simple((subcommand.name() + " " + subcommand.syntax()).trim());
            c.reply().simple("    " + subcommand.summary());
        }
    }
}
