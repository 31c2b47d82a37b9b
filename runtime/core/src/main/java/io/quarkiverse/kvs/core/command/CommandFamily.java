package io.quarkiverse.kvs.core.command;

import java.util.List;

/**
 * Commands that belong together, mostly because they are about one type of value: a file of rows. A server has the families
 * that its {@link CommandTable} was made of; one that is to know other commands, too, gets a table with one family more.
 *
 * @param commands as Redis has them, or as it would
 * @param lineCommands those that the line protocol has in the place of others of the same names
 */
public record CommandFamily(List<Command> commands, List<Command> lineCommands) {

    public CommandFamily {
        commands = List.copyOf(commands);
        lineCommands = List.copyOf(lineCommands);
    }

    public static CommandFamily of(List<Command> commands) {
        return new CommandFamily(commands, List.of());
    }

    public static CommandFamily of(Command command) {
        return of(List.of(command));
    }

    /** Commands of the line protocol only, each in the place of one of the same name. */
    public static CommandFamily ofLines(List<Command> commands) {
        return new CommandFamily(List.of(), commands);
    }
}
