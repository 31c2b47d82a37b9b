package io.quarkiverse.kvs.runtime.command;

import java.util.Collection;
import java.util.List;

import io.quarkiverse.kvs.runtime.protocol.KeyPositions;

/**
 * The commands that can be called, found by the bytes of their names.
 * <p>
 * Immutable, so any thread may use it.
 */
public final class CommandTable implements KeyPositions {

    private final List<Command> commands;
    /** Open addressing; more than half of it stays empty. */
    private final Command[] slots;
    private final int mask;

    public CommandTable(Collection<Command> commands) {
        this.commands = List.copyOf(commands);
        int capacity = Integer.highestOneBit(Math.max(1, commands.size())) * 4;
        slots = new Command[capacity];
        mask = capacity - 1;
        for (Command command : commands) {
            byte[] name = command.name().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            if (find(name, 0, name.length) != null) {
                throw new IllegalArgumentException("two commands are called " + command);
            }
            int i = hash(name, 0, name.length) & mask;
            while (slots[i] != null) {
                i = i + 1 & mask;
            }
            slots[i] = command;
        }
    }

    /** The commands of the line protocol. */
    public static CommandTable line() {
        return new CommandTable(LineCommands.ALL);
    }

    /** All rows, in the order in which they are documented. */
    public List<Command> commands() {
        return commands;
    }

    /** The command of a name, in any case, or null. */
    public Command find(byte[] array, int offset, int length) {
        for (int i = hash(array, offset, length) & mask; slots[i] != null; i = i + 1 & mask) {
            if (slots[i].isNamed(array, offset, length)) {
                return slots[i];
            }
        }
        return null;
    }

    @Override
    public boolean isKey(byte[] name, int offset, int length, int argument, int count) {
        Command command = find(name, offset, length);
        return command != null && command.isKey(argument);
    }

    private static int hash(byte[] array, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + Command.toUpperCase(array[offset + i]);
        }
        return hash ^ hash >>> 15;
    }
}
