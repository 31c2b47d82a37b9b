package io.quarkiverse.kvs.core.command.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.client.Session;

/** Who may call what: the user, the password, and the commands that are disabled. Safe for use by many threads. */
public final class Access {

    /** Whom a client is before it has told who it is. */
    public static final String DEFAULT_USER = "default";

    private final CommandTable commands;
    private final Setting<String> password;
    private volatile String userName = "";
    private volatile Set<Command> disabled = Set.of();

    Access(CommandTable commands, Settings settings) {
        this.commands = commands;
        this.password = settings.password;
    }

    /** Sets the name that goes with the password; empty for the default user alone. */
    public void userName(String name) {
        userName = name;
    }

    /** Whether there is a user of a name. */
    public boolean isUser(String name) {
        return name.equals(DEFAULT_USER) || name.equals(userName);
    }

    /** Whether clients have to tell a password. */
    public boolean isPasswordNeeded() {
        return !password.value().isEmpty();
    }

    /** Whether a user's password is right. Takes the same time wherever the first difference is. */
    public boolean isRight(String user, byte[] told) {
        if (!isPasswordNeeded()) {
            return user.equals(DEFAULT_USER);
        }
        String expected = userName.isEmpty() ? DEFAULT_USER : userName;
        return user.equals(expected) & MessageDigest.isEqual(password.value().getBytes(UTF_8), told);
    }

    /**
     * Sets which commands are refused.
     *
     * @param names in any case; {@code config|set} for a subcommand
     * @throws IllegalArgumentException if there is no such command
     */
    public void disable(Collection<String> names) {
        Set<Command> found = new HashSet<>();
        for (String name : names) {
            for (CommandTable table : commands.all()) {
                Command command = table.find(name.trim());
                if (command == null) {
                    throw new IllegalArgumentException(
                            "there is no command " + name.trim().toUpperCase(Locale.ROOT) + " to disable");
                }
                found.add(command);
                found.addAll(command.subcommands());
            }
        }
        disabled = Set.copyOf(found);
    }

    /** Whether a command does not exist for a caller. The application itself may call what its clients may not. */
    public boolean isDisabled(Command command, Session session) {
        Set<Command> some = disabled;
        return !some.isEmpty() && session.caller().isRestricted() && some.contains(command);
    }
}
