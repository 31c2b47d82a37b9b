package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_ASYNC_LOADING;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;

/** The command MODULE: there are no modules, and none can be loaded, as in a Redis where that is not allowed. */
final class ModuleCommands {

    private static final CommandException NOT_ALLOWED = new CommandException(
            "ERR MODULE command not allowed. If the enable-module-command option is set to \"local\", you can run it from a local "
                    + "connection, otherwise you need to set this option in the configuration file, and then restart the server.");

    static final Command MODULE = command("MODULE", "")
            .in(Group.SERVER).since("4.0.0").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Lists modules, of which there are none.")
            .contains(
                    command("HELP", "").of("MODULE").in(Group.SERVER).since("5.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("LIST", "").of("MODULE").in(Group.SERVER).since("4.0.0").complexity("O(1)")
                            .arity(2).flags(ADMIN, NOSCRIPT).tips("nondeterministic_output_order")
                            .summary("Returns an empty list: there are no modules.")
                            .runs(c -> c.reply().emptyArray()),
                    change("LOAD", "path [arg [arg ...]]", "4.0.0", -3),
                    change("LOADEX", "path [CONFIG name value [CONFIG name value ...]] [ARGS args [args ...]]", "7.0.0", -3),
                    change("UNLOAD", "name", "4.0.0", 3));

    private ModuleCommands() {
    }

    private static Command change(String name, String syntax, String since, int arity) {
        return command(name, syntax).of("MODULE").in(Group.SERVER).since(since).complexity("O(1)")
                .arity(arity).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                .summary("Not supported: returns an error.")
                .runs(c -> {
                    throw NOT_ALLOWED;
                });
    }
}
