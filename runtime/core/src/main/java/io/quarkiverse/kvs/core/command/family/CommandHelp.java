package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Flag;

/** The texts of HELP, in the line protocol and in the console of the Dev UI. Lines without line breaks. */
public final class CommandHelp {

    /** The commands that a beginner meets first. */
    private static final List<String> FIRST = List.of("SET", "GET", "DEL", "EXISTS", "EXPIRE", "INCR", "KEYS", "RESET",
            "SHUTDOWN");

    /** So much of a name that is unknown is repeated. */
    private static final int SHOWN = 128;

    private CommandHelp() {
    }

    /** How to type a request in the line protocol, what replies look like, and some commands. */
    public static List<String> ofLines(CommandTable commands) {
        List<String> lines = new ArrayList<>();
        lines.add("A request is * and the number of lines that follow, then the command and its arguments, one on each line.");
        lines.add("For example, type the four lines *3, SET, A, 100. Then type the three lines *2, GET, A.");
        lines.add("A reply is + and a value, - and an error, or * and the number of lines that follow.");
        lines.addAll(of(commands));
        return lines;
    }

    /** Some commands, and how to find the others. */
    public static List<String> of(CommandTable commands) {
        List<String> lines = new ArrayList<>();
        for (String name : FIRST) {
            Command command = commands.find(name.toLowerCase(Locale.ROOT));
            // RESP's RESET, which is about a connection, and not for beginners.
            if (!command.has(Flag.NEEDS_CONNECTION)) {
                lines.add(call(command) + ": " + command.summary());
            }
        }
        lines.add("There are " + commands.commands().size() + " commands. HELP and the name of a command explains it.");
        return lines;
    }

    /**
     * The arguments of a command and what it does; of one that has subcommands, those.
     *
     * @param words the name of a command, and of its subcommand if it has some
     * @throws CommandException if there is no such command, or there are more than two words
     */
    public static List<String> of(CommandTable commands, String... words) {
        if (words.length > 2) {
            throw CommandException.SYNTAX;
        }
        String name = String.join("|", words).toLowerCase(Locale.ROOT);
        Command command = commands.find(name);
        if (command == null) {
            String asked = String.join(" ", words);
            throw new CommandException("there is no command " + asked.substring(0, Math.min(asked.length(), SHOWN)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(call(command));
        lines.add(command.summary());
        for (Command subcommand : command.subcommands()) {
            lines.add(call(subcommand) + ": " + subcommand.summary());
        }
        return lines;
    }

    private static String call(Command command) {
        return command.syntax().isEmpty() ? command.words() : command.words() + " " + command.syntax();
    }
}
