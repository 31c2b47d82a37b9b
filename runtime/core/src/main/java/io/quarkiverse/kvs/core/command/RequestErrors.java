package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What is answered to a request that names no command, or has too few or too many arguments for it. */
final class RequestErrors {

    /** So much of a name that is unknown is repeated in the reply. */
    private static final int SHOWN = 128;

    private static final String HOW_TO_GET_HELP = "(for help, type *1, and HELP on the next line)";

    private final CommandTable commands;

    RequestErrors(CommandTable commands) {
        this.commands = commands;
    }

    /** The container whose subcommand is unknown, or null. */
    private Command container(CommandContext context) {
        byte[] name = context.argument(0).copy();
        Command container = commands.find(name, 0, name.length);
        return container != null && !container.subcommands().isEmpty() && context.count() > 1 ? container : null;
    }

    String unknownName(CommandContext context) {
        return "unknown command " + shown(context.argument(0))
                + (container(context) == null ? "" : " " + shown(context.argument(1)));
    }

    String unknownCommand(CommandContext context) {
        Command container = container(context);
        if (container != null) {
            return "ERR unknown subcommand '" + shown(context.argument(1)) + "'. Try " + container.name() + " HELP.";
        }
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < context.count() && arguments.length() < SHOWN; i++) {
            String argument = context.argument(i).latin1();
            int shown = Math.min(argument.length(), SHOWN - arguments.length());
            arguments.append('\'').append(argument, 0, shown).append("' ");
        }
        String error = "ERR unknown command '" + shown(context.argument(0)) + "', with args beginning with: " + arguments;
        // No client program sends this: it is a person who types, and does not know the line protocol yet.
        return context.argument(0).is("help") ? error + HOW_TO_GET_HELP : error;
    }

    static String wrongNumber(Command command) {
        return "ERR wrong number of arguments for '" + command.fullName() + "' command";
    }

    static String wrongNumber(Command command, Request request) {
        return "wrong number of arguments for " + command.words() + ": expected " + expected(command) + ", got "
                + (request.count() - (command.isSubcommand() ? 2 : 1));
    }

    private static String expected(Command command) {
        if (!command.subcommands().isEmpty()) {
            return "a subcommand";
        }
        return command.syntax().isEmpty() ? "none" : command.syntax();
    }

    private static String shown(Bytes text) {
        String all = text.latin1();
        return all.length() <= SHOWN ? all : all.substring(0, SHOWN);
    }

    /** Whether this is how a web browser begins: a page may have talked it into sending commands to this machine. */
    static boolean isOfABrowser(Bytes name) {
        return name.is("post") || name.is("host:");
    }
}
