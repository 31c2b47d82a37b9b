package io.quarkiverse.kvs.test;

import java.util.HashSet;
import java.util.Set;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.Families;

/** Commands as tests name them. */
final class Commands {

    private Commands() {
    }

    /**
     * The commands of a name: with their subcommands, and what the line protocol calls so.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Set<Command> named(String name) {
        String path = name.strip().replace(' ', '|');
        Set<Command> commands = new HashSet<>();
        for (CommandTable table : Families.TABLE.all()) {
            Command command = table.find(path);
            if (command == null) {
                throw new IllegalArgumentException("there is no command " + name);
            }
            commands.add(command);
            commands.addAll(command.subcommands());
        }
        return commands;
    }

    /** Whether a program calls it to use the data, and not a client to look after its connection. */
    static boolean isOnPurpose(Command command) {
        return command.group() != Group.CONNECTION;
    }
}
