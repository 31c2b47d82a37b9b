package io.quarkiverse.kvs.core.command;

/**
 * A script ends with the error of a command that it has called. That error was counted when the command failed, so it is not
 * counted once more as an error of the script's: {@code INFO errorstats} of Redis 7.0.
 */
public final class CountedException extends CommandException {

    private static final long serialVersionUID = 1L;

    public CountedException(String message) {
        super(message);
    }
}
