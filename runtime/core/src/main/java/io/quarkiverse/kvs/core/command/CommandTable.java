package io.quarkiverse.kvs.core.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.KeyPositions;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * The commands of a server that can be called, found by the bytes of their names. It is made of families, of which
 * {@link io.quarkiverse.kvs.core.command.family.Families} lists those that every server has.
 * <p>
 * Immutable, so any thread may use it.
 */
public final class CommandTable implements KeyPositions {

    private final List<Command> commands;
    /** Open addressing; more than half of it stays empty. */
    private final Command[] slots;
    private final int mask;
    private final ShortNames shortNames;
    /** By container. */
    private final Map<Command, CommandTable> subcommands = new HashMap<>();
    /** The commands of the line protocol. */
    private final CommandTable lines;

    CommandTable(Collection<Command> commands) {
        this(commands, List.of());
    }

    /** @param lineCommands what the line protocol has in the place of others of the same names */
    private CommandTable(Collection<Command> commands, Collection<Command> lineCommands) {
        this.commands = List.copyOf(commands);
        int capacity = Integer.highestOneBit(Math.max(1, commands.size())) * 4;
        slots = new Command[capacity];
        mask = capacity - 1;
        for (Command command : commands) {
            byte[] name = command.name().getBytes(StandardCharsets.US_ASCII);
            if (findAnyCase(name, 0, name.length) != null) {
                throw new IllegalArgumentException("two commands are called " + command);
            }
            int i = hash(name, 0, name.length) & mask;
            while (slots[i] != null) {
                i = i + 1 & mask;
            }
            slots[i] = command;
            if (!command.subcommands().isEmpty()) {
                subcommands.put(command, new CommandTable(command.subcommands()));
            }
        }
        shortNames = new ShortNames(commands);
        lines = lineCommands.isEmpty() ? this : replacing(lineCommands);
    }

    /**
     * The commands of all of some families, in their order.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static CommandTable of(List<CommandFamily> families) {
        return new CommandTable(families.stream().flatMap(family -> family.commands().stream()).toList(),
                families.stream().flatMap(family -> family.lineCommands().stream()).toList());
    }

    /** The commands as a dialect has them: this table, except in the line protocol, which has some of its own. */
    public CommandTable in(Dialect dialect) {
        return dialect == Dialect.LINE ? lines : this;
    }

    /** This table, and that of the line protocol. */
    public List<CommandTable> all() {
        return List.of(this, lines);
    }

    private CommandTable replacing(Collection<Command> others) {
        Map<String, Command> rows = new LinkedHashMap<>();
        commands.forEach(command -> rows.put(command.name(), command));
        others.forEach(command -> rows.put(command.name(), command));
        return new CommandTable(rows.values());
    }

    /** All rows, in the order in which they are documented; without subcommands. */
    public List<Command> commands() {
        return commands;
    }

    /** All rows, and the subcommands behind their containers. */
    public List<Command> commandsAndSubcommands() {
        List<Command> all = new ArrayList<>();
        for (Command command : commands) {
            all.add(command);
            all.addAll(command.subcommands());
        }
        return all;
    }

    /** The command of a name, in any case, or null. */
    public Command find(byte[] array, int offset, int length) {
        Command command = shortNames.find(array, offset, length);
        return command != null ? command : findAnyCase(array, offset, length);
    }

    private Command findAnyCase(byte[] array, int offset, int length) {
        for (int i = hash(array, offset, length) & mask; slots[i] != null; i = i + 1 & mask) {
            if (slots[i].isNamed(array, offset, length)) {
                return slots[i];
            }
        }
        return null;
    }

    /** The command of a name like {@code set} or {@code config|get}, or null. */
    public Command find(String name) {
        String[] parts = name.split("\\|", 2);
        byte[] first = parts[0].getBytes(StandardCharsets.ISO_8859_1);
        Command command = find(first, 0, first.length);
        if (parts.length == 1 || command == null) {
            return command;
        }
        CommandTable inside = subcommands.get(command);
        return inside == null ? null : inside.find(parts[1]);
    }

    /**
     * The command that a request is about, or null: a subcommand if its first argument is one, the container only
     * if there is no argument.
     */
    public Command find(Request request) {
        return find(request, 0);
    }

    /** The same for a request that starts at a later argument. */
    Command find(Request request, int first) {
        Command command = find(request.array(), request.offset(first), request.length(first));
        if (command == null || command.subcommands().isEmpty() || request.count() == first + 1) {
            return command;
        }
        return subcommands.get(command).find(request.array(), request.offset(first + 1), request.length(first + 1));
    }

    @Override
    public boolean isKey(byte[] name, int offset, int length, int argument, int count) {
        Command command = find(name, offset, length);
        return command != null && command.mayBeKey(argument, count);
    }

    private static int hash(byte[] array, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + Command.toUpperCase(array[offset + i]);
        }
        return hash ^ hash >>> 15;
    }
}
